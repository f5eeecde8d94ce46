namespace QSslCore;

/// <summary>Provides data about ciphertext that was written.</summary>
/// <param name="totalBytes">The number of bytes that the system accepted in this step.</param>
public sealed class EncryptedBytesWrittenEventArgs(long totalBytes) : SignalEventArgs
{
    /// <summary>The number of bytes that the system accepted in this step.</summary>
    public long TotalBytes { get; } = totalBytes;
}
