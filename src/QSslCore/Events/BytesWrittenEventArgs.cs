namespace QSslCore;

/// <summary>Provides data about payload that was written.</summary>
/// <param name="bytes">The number of bytes. A plain socket has passed them to the system, and a TLS socket has encrypted them.</param>
public sealed class BytesWrittenEventArgs(long bytes) : SignalEventArgs
{
    /// <summary>The number of bytes. A plain socket has passed them to the system, and a TLS socket has encrypted them.</summary>
    public long Bytes { get; } = bytes;
}
