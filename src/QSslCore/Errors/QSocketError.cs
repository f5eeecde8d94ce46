namespace QSslCore;

/// <summary>The error of a socket. The numbers are Qt's.</summary>
/// <remarks>The Q distinguishes the name from <see cref="System.Net.Sockets.SocketError"/>.</remarks>
[QtMember("QAbstractSocket::SocketError")]
public enum QSocketError
{
    /// <summary>No error has occurred, or its kind is unknown.</summary>
    UnknownSocketError = -1,

    /// <summary>The peer refused the connection.</summary>
    ConnectionRefusedError = 0,

    /// <summary>The peer closed the connection, at the TLS level or below.</summary>
    RemoteHostClosedError = 1,

    /// <summary>The host name could not be resolved.</summary>
    HostNotFoundError = 2,

    /// <summary>The process lacks a privilege that the operation needs.</summary>
    SocketAccessError = 3,

    /// <summary>The system has no more sockets, descriptors or memory.</summary>
    SocketResourceError = 4,

    /// <summary>The operation took longer than its limit.</summary>
    SocketTimeoutError = 5,

    /// <summary>A datagram was larger than the system allows.</summary>
    DatagramTooLargeError = 6,

    /// <summary>The network failed, for example because it is unreachable, was reset, or a cable is unplugged.</summary>
    NetworkError = 7,

    /// <summary>The address to bind to is in use.</summary>
    AddressInUseError = 8,

    /// <summary>The address to bind to does not belong to this host.</summary>
    SocketAddressNotAvailableError = 9,

    /// <summary>The system, or this kind of socket, does not support the operation.</summary>
    UnsupportedSocketOperationError = 10,

    /// <summary>The operation has not ended yet.</summary>
    UnfinishedSocketOperationError = 11,

    /// <summary>The proxy requires a user name and a password.</summary>
    ProxyAuthenticationRequiredError = 12,

    /// <summary>The TLS handshake failed, or the peer's identity was not accepted.</summary>
    SslHandshakeFailedError = 13,

    /// <summary>The proxy refused the connection.</summary>
    ProxyConnectionRefusedError = 14,

    /// <summary>The proxy closed the connection before the peer was reached.</summary>
    ProxyConnectionClosedError = 15,

    /// <summary>The proxy did not answer in time.</summary>
    ProxyConnectionTimeoutError = 16,

    /// <summary>The name of the proxy could not be resolved.</summary>
    ProxyNotFoundError = 17,

    /// <summary>The answer of the proxy is not valid.</summary>
    ProxyProtocolError = 18,

    /// <summary>The call is not permitted in the current state of the socket.</summary>
    OperationError = 19,

    /// <summary>The TLS library failed or is missing.</summary>
    SslInternalError = 20,

    /// <summary>A certificate, key, cipher or protocol from the application cannot be used.</summary>
    SslInvalidUserDataError = 21,

    /// <summary>The operation would block. Try again.</summary>
    TemporaryError = 22,
}
