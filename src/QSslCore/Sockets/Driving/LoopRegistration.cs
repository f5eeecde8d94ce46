namespace QSslCore.Sockets;

/// <summary>
/// What a loop keeps of a client from one arming to the next, so that arming allocates nothing. Touched by the reactor only,
/// under its lock.
/// </summary>
internal sealed class LoopRegistration
{
    /// <summary>Null while it is not armed: a timer that is still queued must not keep it.</summary>
    public ILoopClient? Client { get; private set; }

    public Interest Interest { get; private set; }

    /// <summary>Since when it is armed, by the clock's timestamp.</summary>
    public long Since { get; private set; }

    /// <summary>Counts the armings: a timer of an earlier one means nothing.</summary>
    public long Arming { get; private set; }

    public void Arm(ILoopClient client, in Interest interest, long now)
    {
        (Client, Interest, Since) = (client, interest, now);
        Arming++;
    }

    public void Cancel() => (Client, Interest) = (null, Interest.Never);
}
