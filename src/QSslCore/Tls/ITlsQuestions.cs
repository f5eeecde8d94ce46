namespace QSslCore.Tls;

/// <summary>
/// What an engine asks or tells in the middle of a call, with the library's frames on the stack. An exception reaches the
/// caller of the engine.
/// </summary>
internal interface ITlsQuestions
{
    /// <summary>Whether there is a handler to answer <see cref="AskPreSharedKey"/>.</summary>
    bool KnowsPreSharedKeys { get; }

    /// <summary>The handshake needs a pre-shared key; without an answer it fails, or goes on with certificates where it can.</summary>
    void AskPreSharedKey(QSslPreSharedKeyAuthenticator authenticator);

    /// <summary>
    /// Why a peer is refused, its most important fault; null when it is not, or when that is not decided yet. Asks those who listen. A
    /// server's library cannot wait for a verdict: told at once, it can still say why with an alert.
    /// </summary>
    SslErrorCode? RefusalOf(TlsPeer peer);

    /// <summary>A message of the handshake was made or read; told where <see cref="QSslConfiguration.RecordsHandshakeMessages"/> is
    /// on.</summary>
    void TellMessage(bool isSent, int contentType, ReadOnlySpan<byte> message);

    /// <summary>Something of the connection is not as it was asked for, and it goes on all the same.</summary>
    void Warn(string message) => QtLog.Warn(message);

    /// <summary>A line for a key log (NSS format).</summary>
    void LogKey(string line);
}
