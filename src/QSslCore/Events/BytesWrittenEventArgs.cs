namespace QSslCore;

/// <summary>Payload that was written.</summary>
/// <param name="bytes">Bytes: handed to the system by a plain socket, encrypted by a TLS socket.</param>
public sealed class BytesWrittenEventArgs(long bytes) : SignalEventArgs
{
    /// <summary>Bytes: handed to the system by a plain socket, encrypted by a TLS socket.</summary>
    public long Bytes { get; } = bytes;
}
