namespace QSslCore.Tls;

/// <summary>
/// The questions and reports of an engine in the middle of a call, with the library's frames on the stack. An exception reaches the
/// caller of the engine. If it must not pass through a native library, catch it and throw it again after the library's call returns.
/// </summary>
/// <remarks>QSslCore implements this interface. A backend calls it on the thread that called the engine. Later versions may add
/// members.</remarks>
public interface ITlsQuestions
{
    /// <summary>Whether a handler answers <see cref="TlsPreSharedKey"/>. Without a handler, a backend offers no pre-shared
    /// keys.</summary>
    bool KnowsPreSharedKeys { get; }

    /// <summary>Asks for the pre-shared key that the handshake needs. Without an answer the handshake fails, or it continues with
    /// certificates if that is possible. A backend asks through <see cref="TlsPreSharedKey"/>, which limits the answer to its maximum
    /// lengths and zeroes the key.</summary>
    internal void AskPreSharedKey(QSslPreSharedKeyAuthenticator authenticator);

    /// <summary>
    /// Returns the most important error of a peer that is rejected; null if the peer is not rejected, or if that is not decided yet. It
    /// asks the listeners of the event. It is for a server whose library cannot wait for a verdict: with an immediate answer, the server
    /// can still send an alert that gives the reason. It does not replace the verdict.
    /// </summary>
    /// <param name="peer">The peer that is passed to <see cref="TlsEngine.Ask"/> afterwards.</param>
    SslErrorCode? RefusalOf(TlsPeer peer);

    /// <summary>Reports a handshake message that was made or read. Called if <see cref="QSslConfiguration.RecordsHandshakeMessages"/> is
    /// true.</summary>
    /// <param name="isSent">True if this side made the message.</param>
    /// <param name="contentType">The type of its record: 20 change cipher spec, 21 alert, 22 handshake.</param>
    /// <param name="message">The unencrypted message with its header. It is copied.</param>
    void TellMessage(bool isSent, int contentType, ReadOnlySpan<byte> message);

    /// <summary>Reports that a part of the connection is not as requested. The connection continues.</summary>
    /// <param name="message">A sentence.</param>
    void Warn(string message) => QtLog.Warn(message);

    /// <summary>Reports a line for a key log. Called if <see cref="TlsSettings.LogsKeys"/> is true.</summary>
    /// <param name="line">The line in the NSS format, without an end of line. It contains a secret.</param>
    void LogKey(string line);
}
