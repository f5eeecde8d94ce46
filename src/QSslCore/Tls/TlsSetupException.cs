namespace QSslCore.Tls;

/// <summary>
/// The configuration cannot be turned into a TLS context: a key that does not fit its certificate, an unknown cipher,
/// a protocol that the library lacks. The message says which and what to do; nothing was sent.
/// </summary>
/// <param name="message">One or more sentences: which setting, and what to do. Never a secret.</param>
#pragma warning disable CA1032 // Without a message it would say nothing.
public sealed class TlsSetupException(string message) : Exception(message)
#pragma warning restore CA1032
{
    /// <summary>The reason is that the key does not belong to the certificate.</summary>
    public bool IsKeyMismatch { get; init; }
}
