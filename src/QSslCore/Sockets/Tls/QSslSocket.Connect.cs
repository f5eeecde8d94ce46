using QSslCore.Sockets;
using QSslCore.Tls;

namespace QSslCore;

/// <content>Starting a connection and its encryption.</content>
public partial class QSslSocket
{
    private string _peerVerifyName = "";
    private QSslError[] _ignoreList = [];

    /// <summary>The present connection's: every error is ignored.</summary>
    private bool _ignoreAll;

    /// <summary>The present connection's: the handshake starts when the TCP connection is established.</summary>
    private bool _autoStart;

    /// <summary>Connects and encrypts; returns at once: <see cref="WaitForEncrypted"/> or a listener sees it through.</summary>
    /// <param name="hostName">A host name (international ones, too) or an address.</param>
    /// <param name="port">1 to 65535.</param>
    /// <param name="mode">How to open the device.</param>
    /// <param name="protocol">Which addresses to try.</param>
    /// <remarks>While a connection is being made or is established, it does nothing but warn.</remarks>
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

    /// <summary>Connects and encrypts, verifying the peer (and asking for it, SNI) under another name than the host's.</summary>
    /// <param name="hostName">A host name (international ones, too) or an address.</param>
    /// <param name="port">1 to 65535.</param>
    /// <param name="sslPeerName">The name; it stays set for later connections.</param>
    /// <param name="mode">How to open the device.</param>
    /// <param name="protocol">Which addresses to try.</param>
    [QtMember("QSslSocket::connectToHostEncrypted")]
    public void ConnectToHostEncrypted(
        string hostName, int port, string sslPeerName, OpenMode mode = OpenMode.ReadWrite,
        NetworkLayerProtocol protocol = NetworkLayerProtocol.AnyIPProtocol)
    {
        PeerVerifyName = sslPeerName;
        ConnectToHostEncrypted(hostName, port, mode, protocol);
    }

    /// <summary>Starts the handshake as a client on a connected plain socket (STARTTLS); else it does nothing but warn.</summary>
    [QtMember("QSslSocket::startClientEncryption")]
    public void StartClientEncryption() => RunExclusive(() => StartEncryption(SslMode.SslClientMode, nameof(StartClientEncryption)));

    /// <summary>Starts the handshake as a server on a connected plain socket; else it does nothing but warn.</summary>
    [QtMember("QSslSocket::startServerEncryption")]
    public void StartServerEncryption() => RunExclusive(() => StartEncryption(SslMode.SslServerMode, nameof(StartServerEncryption)));

    /// <summary>Accepts every error of the current connection's peer; forgotten when the next connection starts.</summary>
    [QtMember("QSslSocket::ignoreSslErrors")]
    public void IgnoreSslErrors() => Strand.Apply(() => _ignoreAll = true);

    /// <summary>
    /// Accepts these errors and no others, also on later connections; a list that is not empty outranks
    /// <see cref="IgnoreSslErrors()"/>. An error matches when code and certificate are equal; <see cref="SslErrorCode.UnspecifiedError"/>
    /// can stand for anything, so it never matches.
    /// </summary>
    /// <param name="errors">The errors; an empty list accepts none.</param>
    [QtMember("QSslSocket::ignoreSslErrors")]
    public void IgnoreSslErrors(QSslError[] errors)
    {
        ArgumentNullException.ThrowIfNull(errors);
        QSslError[] list = [.. errors];
        Strand.Apply(() => _ignoreList = list);
    }

    /// <summary>Accepts these errors and no others; see the other form.</summary>
    /// <param name="errors">The errors.</param>
    [QtMember("QSslSocket::ignoreSslErrors")]
    public void IgnoreSslErrors(IEnumerable<QSslError> errors) => IgnoreSslErrors([.. errors]);

    /// <summary>Uses the first certificate of a file; an unreadable file changes nothing.</summary>
    /// <param name="fileName">The file.</param>
    /// <param name="format">PEM or DER.</param>
    [QtMember("QSslSocket::setLocalCertificate")]
    public void SetLocalCertificate(string fileName, EncodingFormat format = EncodingFormat.Pem)
    {
        if (TryReadFile(fileName, nameof(SetLocalCertificate)) is { } data)
            LocalCertificate = new(data, format);
    }

    /// <summary>Uses the key in a file; an unreadable or invalid one changes nothing and warns.</summary>
    /// <param name="fileName">The file.</param>
    /// <param name="algorithm">The kind of key.</param>
    /// <param name="format">PEM or DER.</param>
    /// <param name="passPhrase">For an encrypted key; null or empty for none.</param>
    [QtMember("QSslSocket::setPrivateKey")]
    public void SetPrivateKey(
        string fileName, KeyAlgorithm algorithm = KeyAlgorithm.Rsa, EncodingFormat format = EncodingFormat.Pem, byte[]? passPhrase = null)
    {
        if (TryReadFile(fileName, nameof(SetPrivateKey)) is not { } data)
            return;
        QSslKey key = new(data, algorithm, format, KeyType.PrivateKey, passPhrase);
        if (key.IsNull)
            Warn($"QSslSocket.SetPrivateKey: '{InputEcho.Of(fileName)}' holds no usable {algorithm} key, or the pass phrase is wrong.");
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
            Warn($"QSslSocket.{operation}: the socket is encrypted already, or being so.");
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

    private string VerifyName => _peerVerifyName.Length > 0 ? _peerVerifyName : PeerName;

    /// <summary>The name to ask the server for; null when there is none to ask for (RFC 6066: never an address, no trailing dot).</summary>
    private string? ServerName()
    {
        string name = VerifyName;
        return _configuration.TestSslOption(SslOption.DisableServerNameIndication) ? null : HostName.ToAce(name);
    }
}
