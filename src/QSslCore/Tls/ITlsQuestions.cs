namespace QSslCore.Tls;

/// <summary>
/// What an engine asks or tells in the middle of a call, with the library's frames on the stack. An exception reaches the
/// caller of the engine: where it must not pass through a library, keep it and throw it behind the library's call.
/// </summary>
/// <remarks>The library implements it, and a backend calls it, on the thread that called the engine. Versions of the library may add
/// members.</remarks>
public interface ITlsQuestions
{
    /// <summary>Whether there is a handler to answer <see cref="TlsPreSharedKey"/>. Without one a backend offers no pre-shared
    /// keys.</summary>
    bool KnowsPreSharedKeys { get; }

    /// <summary>The handshake needs a pre-shared key; without an answer it fails, or goes on with certificates where it can. A backend
    /// asks by <see cref="TlsPreSharedKey"/>, which cuts the answer to its limits and zeroes the key.</summary>
    internal void AskPreSharedKey(QSslPreSharedKeyAuthenticator authenticator);

    /// <summary>
    /// Why a peer is refused, its most important fault; null when it is not, or when that is not decided yet. Asks the event's
    /// listeners. For a server whose library cannot wait for a verdict: told at once, it can still say why with an alert. It replaces no
    /// verdict.
    /// </summary>
    /// <param name="peer">The peer, as it is given to <see cref="TlsEngine.Ask"/> afterwards.</param>
    SslErrorCode? RefusalOf(TlsPeer peer);

    /// <summary>A message of the handshake was made or read; told where <see cref="QSslConfiguration.RecordsHandshakeMessages"/> is
    /// on.</summary>
    /// <param name="isSent">True when this side made it.</param>
    /// <param name="contentType">The type of its record: 20 change cipher spec, 21 alert, 22 handshake.</param>
    /// <param name="message">The message with its header, in the clear. It is copied.</param>
    void TellMessage(bool isSent, int contentType, ReadOnlySpan<byte> message);

    /// <summary>Something of the connection is not as it was asked for, and the connection continues.</summary>
    /// <param name="message">A sentence.</param>
    void Warn(string message) => QtLog.Warn(message);

    /// <summary>A line for a key log; told where <see cref="TlsSettings.LogsKeys"/> is true.</summary>
    /// <param name="line">The line in NSS's format, without an end of line. It holds a secret.</param>
    void LogKey(string line);
}
