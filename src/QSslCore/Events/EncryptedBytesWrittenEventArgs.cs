namespace QSslCore;

/// <summary>Ciphertext that was written.</summary>
/// <param name="totalBytes">The number of bytes that the system took in this step.</param>
public sealed class EncryptedBytesWrittenEventArgs(long totalBytes) : SignalEventArgs
{
    /// <summary>The number of bytes that the system took in this step.</summary>
    public long TotalBytes { get; } = totalBytes;
}
