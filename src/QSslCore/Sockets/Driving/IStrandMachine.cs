namespace QSslCore.Sockets;

/// <summary>A state machine that a <see cref="Strand"/> drives. All members are called by the strand's owner only.</summary>
internal interface IStrandMachine
{
    /// <summary>
    /// Does one bounded piece of work that can be done now and queues the signals that it causes. Returns false when
    /// nothing could be done: <see cref="Interest"/> then says what for. It never waits and never raises.
    /// </summary>
    bool Step();

    /// <summary>What the next step needs.</summary>
    Interest Interest { get; }

    /// <summary>What <see cref="FlushPending"/> needs; never when nothing is owed.</summary>
    Interest PendingFlush => Interest.Never;

    /// <summary>
    /// Goes on with what must leave although nothing drives any more, and with nothing else: what was reported as
    /// written, the end that was asked for. As <see cref="Step"/>, it never waits and never raises.
    /// </summary>
    void FlushPending()
    {
    }

    /// <summary>A listener came that is bound to a thread: the event loop drives no more. Any thread, not as owner.</summary>
    void LoopStopped()
    {
    }

    /// <summary>Counts the connections: a conditional signal of an earlier one is dropped, not raised.</summary>
    int Generation { get; }

    /// <summary>A handler threw while the event loop was driving: there is no caller to catch it.</summary>
    void HandlerFailed(Exception exception);
}
