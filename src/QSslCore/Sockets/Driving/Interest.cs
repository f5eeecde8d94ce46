namespace QSslCore.Sockets;

/// <summary>What a state machine waits for before its next step can do anything.</summary>
/// <param name="Transport">Whose readiness matters; null when only time or a completion does.</param>
/// <param name="Read">Wake when the transport is readable.</param>
/// <param name="Write">Wake when the transport is writable.</param>
/// <param name="Due">Wake at that time at the latest.</param>
/// <param name="External">Something outside will wake the strand: a lookup that runs, a decision of the application.</param>
internal readonly record struct Interest(
    ISocketTransport? Transport, bool Read, bool Write, Deadline Due, bool External)
{
    /// <summary>Nothing can ever happen without a call.</summary>
    public static Interest Never => default;

    public bool IsNever => !Read && !Write && Due.IsNever && !External;

    /// <summary>
    /// Waits for a transport; for neither direction when only a read or a write of the user can make it go on. Then the transport
    /// is not watched at all: the system reports a reset to every watcher, again and again, until it is read.
    /// </summary>
    public static Interest In(ISocketTransport transport, bool read, bool write, Deadline due = default) =>
        read || write ? new(transport, read, write, due, External: false) : Outside(due);

    public static Interest Outside(Deadline due = default) => new(null, false, false, due, true);
}
