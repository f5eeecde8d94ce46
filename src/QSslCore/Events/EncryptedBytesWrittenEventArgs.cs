namespace QSslCore;

/// <summary>Ciphertext that was written.</summary>
/// <param name="totalBytes">Bytes that the system took in this step.</param>
public sealed class EncryptedBytesWrittenEventArgs(long totalBytes) : SignalEventArgs
{
    /// <summary>Bytes that the system took in this step.</summary>
    public long TotalBytes { get; } = totalBytes;
}
