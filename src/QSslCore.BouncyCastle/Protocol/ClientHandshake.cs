using Org.BouncyCastle.Tls;
using QSslCore.BouncyCastle.Settings;

namespace QSslCore.BouncyCastle.Protocol;

/// <summary>The library's client, which stops at the end of the server's first flight.</summary>
internal sealed class ClientHandshake(ClientPeer peer, HandshakeNotes notes, int[] groups) : TlsClientProtocol, IHandshake
{
    /// <summary>A type, and a length of three bytes.</summary>
    private const int StatusHeader = 4;

    private readonly HeldMessage _held = new();
    private byte[] _staple = [];

    public TlsProtocol Protocol => this;

    TlsContext IHandshake.Context => Context;

    public bool IsHolding => _held.IsThere;

    public bool PeerHasClosed { get; private set; }

    public void Begin() => Connect(peer);

    public void GoOn()
    {
        (short type, HandshakeMessageInput message) = _held.Release();
        Failing.Tell(() => base.HandleHandshakeMessage(type, message), HandleException);
    }

    public void Refuse(short alert) => HandleException(alert, "The server was not accepted", null);

    public void SayFarewell() => RaiseAlertWarning(AlertDescription.close_notify, "Farewell");

    protected override void HandleHandshakeMessage(short type, HandshakeMessageInput buf)
    {
        notes.Messages++;
        Learn(type, buf);
        if (_held.IsThere || (!_held.IsOver && IsEndOfFlight(type)))
        {
            _held.Hold(type, buf);
            notes.Staple = Staple();
            peer.AskKeyOf(Context.SecurityParameters);
            return;
        }
        bool isStaple = type == HandshakeType.certificate_status && m_connectionState == CS_SERVER_CERTIFICATE;
        if (isStaple && Context.SecurityParameters.StatusRequestVersion > 0)
            ReceiveStaple(buf);
        else
            base.HandleHandshakeMessage(type, buf);
    }

    /// <summary>The library would refuse what it cannot decode; the response is judged by the same rules as with every other
    /// library.</summary>
    private void ReceiveStaple(HandshakeMessageInput message)
    {
        _staple = TlsUtilities.ReadUint8(message) == CertificateStatusType.ocsp ? TlsUtilities.ReadOpaque24(message) : [];
        if (message.Position < message.Length)
            throw new TlsFatalAlert(AlertDescription.decode_error);
        m_connectionState = CS_SERVER_CERTIFICATE_STATUS;
    }

    protected override ServerHello ReceiveServerHelloMessage(MemoryStream buf)
    {
        ServerHello hello = base.ReceiveServerHelloMessage(buf);
        if (!hello.IsHelloRetryRequest() && hello.Extensions is { } extensions
            && TlsExtensionsUtilities.GetSupportedVersionsExtensionServer(extensions) is { } version && TlsUtilities.IsTlsV13(version)
            && TlsExtensionsUtilities.GetKeyShareServerHello(extensions) is { } share)
        {
            notes.EphemeralKey = EphemeralKeys.Read(share.NamedGroup, share.KeyExchange);
        }
        return hello;
    }

    protected override void Process13ServerHelloCoda(ServerHello serverHello, bool afterHelloRetryRequest)
    {
        base.Process13ServerHelloCoda(serverHello, afterHelloRetryRequest);
        notes.LogHandshakeSecrets(Context.SecurityParameters);
    }

    /// <summary>After a farewell this side may still speak; the library would hang up at once.</summary>
    protected override void HandleAlertWarningMessage(short alertDescription)
    {
        PeerHasClosed |= alertDescription == AlertDescription.close_notify && IsConnected;
        if (!PeerHasClosed)
            base.HandleAlertWarningMessage(alertDescription);
    }

    /// <summary>The stapled OCSP response: a message of its own, and since TLS 1.3 beside the certificate (RFC 8446, section
    /// 4.4.2.1).</summary>
    private byte[] Staple() => _staple.Length == 0
        && Context.SecurityParameters.PeerCertificate is { IsEmpty: false } shown
        && shown.GetCertificateEntryAt(0).Extensions is { } extensions
            && extensions.TryGetValue(ExtensionType.status_request, out byte[]? data)
        && data.Length > StatusHeader && data[0] == CertificateStatusType.ocsp
            ? data[StatusHeader..]
            : _staple;

    /// <summary>Out of order it ends nothing, and the library refuses it.</summary>
    private bool IsEndOfFlight(short type) => type switch
    {
        HandshakeType.server_hello_done => m_connectionState is >= CS_SERVER_HELLO and <= CS_SERVER_CERTIFICATE_REQUEST,
        HandshakeType.finished => m_connectionState is CS_SERVER_ENCRYPTED_EXTENSIONS or CS_SERVER_CERTIFICATE_REQUEST
            or CS_SERVER_CERTIFICATE_VERIFY
            || (m_connectionState == CS_SERVER_HELLO && Context.SecurityParameters.IsResumedSession),
        _ => false,
    };

    /// <summary>Reads along what the library uses and does not tell.</summary>
    private void Learn(short type, HandshakeMessageInput message)
    {
        if (type == HandshakeType.server_key_exchange)
            ServerKeyExchange.Read(message, Context.SecurityParameters, notes);
        else if (type == HandshakeType.certificate_verify)
            notes.PeerSignature = ServerKeyExchange.PeekScheme(message);
        else
            return;
        Signatures.Require(Context, notes.PeerSignature, groups);
    }
}
