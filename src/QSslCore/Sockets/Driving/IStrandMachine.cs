namespace QSslCore.Sockets;

/// <summary>A state machine that a <see cref="Strand"/> drives. All members are called by the strand's owner only.</summary>
internal interface IStrandMachine
{
    /// <summary>
    /// Does one bounded piece of work that is possible now, and queues its signals. Returns false if no work was possible;
    /// <see cref="Interest"/> then says what the machine waits for. It never waits and never raises signals.
    /// </summary>
    bool Step();

    /// <summary>What the next step needs.</summary>
    Interest Interest { get; }

    /// <summary>What <see cref="FlushPending"/> needs; never if no output is pending.</summary>
    Interest PendingFlush => Interest.Never;

    /// <summary>
    /// Sends only what must leave although no thread drives the machine any more: data that was reported as written, and a requested
    /// end of the connection. As <see cref="Step"/>, it never waits and never raises signals.
    /// </summary>
    void FlushPending()
    {
    }

    /// <summary>A listener that is bound to a thread was added, so the event loop no longer drives. Called on any thread, not as
    /// owner.</summary>
    void LoopStopped()
    {
    }

    /// <summary>The number of the connection. A conditional signal of an earlier connection is dropped.</summary>
    int Generation { get; }

    /// <summary>A handler threw while the event loop was driving, so no caller can catch the exception.</summary>
    void HandlerFailed(Exception exception);
}
