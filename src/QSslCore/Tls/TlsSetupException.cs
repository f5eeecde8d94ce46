namespace QSslCore.Tls;

/// <summary>
/// The configuration cannot be turned into a TLS context: a key that does not fit its certificate, an unknown cipher,
/// a protocol that the library lacks. The message says which and what to do; nothing was sent.
/// </summary>
internal sealed class TlsSetupException(string message) : Exception(message)
{
    /// <summary>The reason is that the key does not belong to the certificate.</summary>
    public bool IsKeyMismatch { get; init; }
}
