namespace QSslCore.Sockets;

/// <summary>
/// The readiness seam: how a waiting thread, or the event loop, learns that a transport can go on. The system's own
/// means stand behind it, or a simulation with a clock of its own.
/// </summary>
internal abstract class Reactor
{
    /// <summary>The clock that every deadline is measured by.</summary>
    public abstract TimeProvider Time { get; }

    /// <summary>The thread of a loop that asks may do something longer: few others had to stand in for one that did.</summary>
    public virtual bool IsUnhurried => false;

    /// <summary>The waker of the calling thread's waits.</summary>
    public abstract Waker CurrentThreadWaker { get; }

    /// <summary>
    /// Blocks the calling thread until the interest is met, the limit has passed or its waker was woken. May return for
    /// no reason.
    /// </summary>
    public abstract void Wait(in Interest interest, Deadline limit);

    /// <summary>Asks the loop to call the client once when the interest is met; replaces an earlier arming.</summary>
    public abstract void Arm(ILoopClient client, in Interest interest);

    /// <summary>Withdraws an arming. A call that is already on its way may still come.</summary>
    public abstract void Disarm(ILoopClient client);

    /// <summary>Asks the loop to call the client as soon as it can.</summary>
    public abstract void Post(ILoopClient client);
}
