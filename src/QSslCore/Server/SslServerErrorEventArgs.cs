namespace QSslCore;

/// <summary>A client that was dropped before its connection was encrypted.</summary>
/// <param name="socket">The client's socket, which the server disposes of afterwards.</param>
/// <param name="socketError">The error.</param>
/// <param name="errorString">The error as text.</param>
public sealed class SslServerErrorEventArgs(QSslSocket socket, QSocketError socketError, string errorString) : SignalEventArgs
{
    /// <summary>
    /// The client's socket, which the server disposes of afterwards. Its <see cref="QAbstractSocket.PeerAddress"/> and
    /// <see cref="QAbstractSocket.PeerPort"/> still identify the client.
    /// </summary>
    public QSslSocket Socket { get; } = socket;

    /// <summary>The error.</summary>
    public QSocketError SocketError { get; } = socketError;

    /// <summary>The error as text, with the client's address and port.</summary>
    public string ErrorString { get; } = errorString;
}
