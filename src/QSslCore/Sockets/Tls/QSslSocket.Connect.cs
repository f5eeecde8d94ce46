using QSslCore.Sockets;
using QSslCore.Tls;

namespace QSslCore;

// Starting a connection and its encryption.
public partial class QSslSocket
{
    private PeerHost _peerVerifyHost = PeerHost.None;
    private QSslError[] _ignoreList = [];

    /// <summary>Every error of the current connection is ignored.</summary>
    private bool _ignoreAll;

    /// <summary>The handshake of the current connection starts when the TCP connection is established.</summary>
    private bool _autoStart;

    /// <summary>Connects and encrypts. This method returns immediately. <see cref="WaitForEncrypted"/> or a listener completes the
    /// handshake.</summary>
    /// <param name="hostName">A host name or an address. Internationalized names are supported.</param>
    /// <param name="port">The port, 1 to 65535.</param>
    /// <param name="mode">The mode to open the device in.</param>
    /// <param name="protocol">The kinds of addresses to try.</param>
    /// <remarks>If a connection is pending or established, this call only writes a warning.</remarks>
    [QtMember("QSslSocket::connectToHostEncrypted")]
    public void ConnectToHostEncrypted(
        string hostName, int port, OpenMode mode = OpenMode.ReadWrite, NetworkLayerProtocol protocol = NetworkLayerProtocol.AnyIPProtocol)
    {
        CheckTarget(hostName, port);
        RunExclusive(() =>
        {
            if (State is SocketState.ConnectingState or SocketState.ConnectedState)
            {
                Warn($"QSslSocket.ConnectToHostEncrypted: the socket is already connecting or connected ({TargetText}).");
                return;
            }
            if (!RefuseWhenBusy(nameof(ConnectToHostEncrypted)) || !CheckProtocol() || !CheckBackend(out _))
                return;
            BeginConnect(hostName, port, mode, protocol);
            _autoStart = State == SocketState.HostLookupState;
        });
    }

    /// <summary>Connects and encrypts. The peer is verified against another name than the host's, and this name is also sent as
    /// SNI.</summary>
    /// <param name="hostName">A host name or an address. Internationalized names are supported.</param>
    /// <param name="port">The port, 1 to 65535.</param>
    /// <param name="sslPeerName">The name of the peer. It also applies to later connections.</param>
    /// <param name="mode">The mode to open the device in.</param>
    /// <param name="protocol">The kinds of addresses to try.</param>
    [QtMember("QSslSocket::connectToHostEncrypted")]
    public void ConnectToHostEncrypted(
        string hostName, int port, string sslPeerName, OpenMode mode = OpenMode.ReadWrite,
        NetworkLayerProtocol protocol = NetworkLayerProtocol.AnyIPProtocol)
    {
        PeerVerifyName = sslPeerName;
        ConnectToHostEncrypted(hostName, port, mode, protocol);
    }

    /// <summary>Starts the handshake as a client on a connected plain socket (STARTTLS). Otherwise, this call only writes a
    /// warning.</summary>
    [QtMember("QSslSocket::startClientEncryption")]
    public void StartClientEncryption() => RunExclusive(() => StartEncryption(SslMode.SslClientMode, nameof(StartClientEncryption)));

    /// <summary>Starts the handshake as a server on a connected plain socket. Otherwise, this call only writes a warning.</summary>
    [QtMember("QSslSocket::startServerEncryption")]
    public void StartServerEncryption() => RunExclusive(() => StartEncryption(SslMode.SslServerMode, nameof(StartServerEncryption)));

    /// <summary>Accepts every error of the current connection's peer. The setting is reset when the next connection starts.</summary>
    [QtMember("QSslSocket::ignoreSslErrors")]
    public void IgnoreSslErrors() => Strand.Apply(() => _ignoreAll = true);

    /// <summary>
    /// Accepts these errors and no others, also on later connections. A list that is not empty takes precedence over
    /// <see cref="IgnoreSslErrors()"/>. An error matches if its code and certificate are equal. <see cref="SslErrorCode.UnspecifiedError"/>
    /// can mean anything, so it never matches.
    /// </summary>
    /// <param name="errors">The errors. An empty list accepts none.</param>
    [QtMember("QSslSocket::ignoreSslErrors")]
    public void IgnoreSslErrors(QSslError[] errors)
    {
        ArgumentNullException.ThrowIfNull(errors);
        QSslError[] list = [.. errors];
        Strand.Apply(() => _ignoreList = list);
    }

    /// <summary>Accepts these errors and no others. See the other overload.</summary>
    /// <param name="errors">The errors.</param>
    [QtMember("QSslSocket::ignoreSslErrors")]
    public void IgnoreSslErrors(IEnumerable<QSslError> errors) => IgnoreSslErrors([.. errors]);

    /// <summary>Uses the first certificate of a file. An unreadable file changes nothing.</summary>
    /// <param name="fileName">The file.</param>
    /// <param name="format">PEM or DER.</param>
    [QtMember("QSslSocket::setLocalCertificate")]
    public void SetLocalCertificate(string fileName, EncodingFormat format = EncodingFormat.Pem)
    {
        if (TryReadFile(fileName, nameof(SetLocalCertificate)) is { } data)
            LocalCertificate = new(data, format);
    }

    /// <summary>Uses the key in a file. If the file cannot be read or the key is not valid, this call changes nothing and writes a
    /// warning.</summary>
    /// <param name="fileName">The file.</param>
    /// <param name="algorithm">The type of the key.</param>
    /// <param name="format">PEM or DER.</param>
    /// <param name="passPhrase">The pass phrase of an encrypted key. Null or empty means none.</param>
    [QtMember("QSslSocket::setPrivateKey")]
    public void SetPrivateKey(
        string fileName, KeyAlgorithm algorithm = KeyAlgorithm.Rsa, EncodingFormat format = EncodingFormat.Pem, byte[]? passPhrase = null)
    {
        if (TryReadFile(fileName, nameof(SetPrivateKey)) is not { } data)
            return;
        QSslKey key = new(data, algorithm, format, KeyType.PrivateKey, passPhrase);
        if (key.IsNull)
            Warn($"QSslSocket.SetPrivateKey: '{InputEcho.Of(fileName)}' contains no usable {algorithm} key, or the pass phrase is wrong.");
        else
            PrivateKey = key;
    }

    private byte[]? TryReadFile(string fileName, string operation)
    {
        if (FileBytes.TryRead(fileName, out byte[] data, out string failure))
            return data;
        Warn($"QSslSocket.{operation}: '{InputEcho.Of(fileName)}' cannot be read: {failure}.");
        return null;
    }

    private protected override void ResetConnection()
    {
        base.ResetConnection();
        DropChannel();
        _decision.Dispose();
        _decision = new();
        EndRootSearch();
        _facts = TlsSessionFacts.None;
        _phase = HandshakePhase.None;
        _autoStart = _ignoreAll = WrapsHandshake = false;
    }

    private protected override void OnConnected()
    {
        if (_autoStart)
            StartHandshake(SslMode.SslClientMode);
    }

    private void StartEncryption(SslMode role, string operation)
    {
        if (Mode != SslMode.UnencryptedMode)
            Warn($"QSslSocket.{operation}: the socket is already encrypted, or its handshake is pending.");
        else if (State != SocketState.ConnectedState)
            WarnOfMisuse($"QSslSocket.{operation}: the socket is not connected ({State}).");
        else if (CheckProtocol() && CheckBackend(out _))
            StartHandshake(role);
    }

    private bool CheckProtocol()
    {
        if (Protocol is not (SslProtocol.DtlsV1_0 or SslProtocol.DtlsV1_0OrLater or SslProtocol.DtlsV1_2
            or SslProtocol.DtlsV1_2OrLater or SslProtocol.UnknownProtocol))
        {
            return true;
        }
        Warn($"QSslSocket: the protocol {Protocol} is not one for a TLS socket.");
        SetError(QSocketError.SslInvalidUserDataError, $"The protocol {Protocol} cannot be used on a TLS socket.");
        return false;
    }

    private bool CheckBackend(out TlsBackend? backend)
    {
        backend = _givenBackend ?? TlsBackendRegistry.Find(_configuration.Backend);
        if (backend is not null)
            return true;
        SetError(QSocketError.SslInternalError, TlsBackendRegistry.Describe(_configuration.Backend));
        return false;
    }

    private string VerifyName => VerifyHost.Name;

    /// <summary>The name to verify, parsed once.</summary>
    internal PeerHost VerifyHost => _peerVerifyHost is { Name.Length: > 0 } given ? given : PeerHost;

    /// <summary>The name to request from the server (SNI), or null if there is none. RFC 6066 allows no address and no trailing
    /// dot.</summary>
    private string? ServerName()
    {
        PeerHost host = VerifyHost;
        return _configuration.TestSslOption(SslOption.DisableServerNameIndication) ? null : host.Ace;
    }
}
