namespace QSslCore.Sockets;

/// <summary>
/// The seam for readiness: it tells a waiting thread or the event loop that a transport is ready. An implementation uses the system's
/// calls, or simulates them with its own clock.
/// </summary>
internal abstract class Reactor
{
    /// <summary>The clock of every deadline.</summary>
    public abstract TimeProvider Time { get; }

    /// <summary>True if the calling thread of the loop may do longer work, because few threads currently replace blocked ones.</summary>
    public virtual bool IsUnhurried => false;

    /// <summary>The waker of the calling thread's waits.</summary>
    public abstract Waker CurrentThreadWaker { get; }

    /// <summary>
    /// Blocks the calling thread until the interest is met, the limit has passed, or its waker was woken. It may also return
    /// without a reason.
    /// </summary>
    public abstract void Wait(in Interest interest, Deadline limit);

    /// <summary>Asks the loop to call the client once when the interest is met. The call replaces an earlier arming.</summary>
    public abstract void Arm(ILoopClient client, in Interest interest);

    /// <summary>Withdraws an arming. A call that has already begun may still reach the client.</summary>
    public abstract void Disarm(ILoopClient client);

    /// <summary>Asks the loop to call the client as soon as it can.</summary>
    public abstract void Post(ILoopClient client);
}
