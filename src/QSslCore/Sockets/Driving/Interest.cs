namespace QSslCore.Sockets;

/// <summary>What a state machine waits for before its next step can do anything.</summary>
/// <param name="Transport">The transport to watch; null to wait for a time or a completion only.</param>
/// <param name="Read">Wake when the transport is readable.</param>
/// <param name="Write">Wake when the transport is writable.</param>
/// <param name="Due">The latest time to wake at.</param>
/// <param name="External">Whether an outside event will wake the strand: a pending lookup, or a decision of the application.</param>
internal readonly record struct Interest(
    ISocketTransport? Transport, bool Read, bool Write, Deadline Due, bool External)
{
    /// <summary>Nothing can happen until a call is made.</summary>
    public static Interest Never => default;

    public bool IsNever => !Read && !Write && Due.IsNever && !External;

    /// <summary>
    /// Waits for a transport. Pass neither direction if only a read or a write of the user lets it continue. The transport is then not
    /// watched, because the system reports a reset to every watcher repeatedly until it is read.
    /// </summary>
    public static Interest In(ISocketTransport transport, bool read, bool write, Deadline due = default) =>
        read || write ? new(transport, read, write, due, External: false) : Outside(due);

    public static Interest Outside(Deadline due = default) => new(null, false, false, due, true);
}
