namespace QSslCore.Tls;

/// <summary>
/// The exception that is thrown when a configuration cannot be turned into a TLS context: a key does not match its certificate, a cipher
/// is unknown, or the library does not support a protocol. The message names the setting and the remedy. Nothing was sent.
/// </summary>
/// <param name="message">One or more sentences: which setting, and what to do. It contains no secret.</param>
#pragma warning disable CA1032 // An exception without a message would give no reason.
public sealed class TlsSetupException(string message) : Exception(message)
#pragma warning restore CA1032
{
    /// <summary>Whether the reason is that the key does not belong to the certificate.</summary>
    public bool IsKeyMismatch { get; init; }
}
