using Org.BouncyCastle.Tls;
using QSslCore.BouncyCastle.Settings;

namespace QSslCore.BouncyCastle.Protocol;

/// <summary>The client of the library. It stops at the end of the server's first flight.</summary>
internal sealed class ClientHandshake(ClientPeer peer, HandshakeNotes notes, int[] groups) : TlsClientProtocol, IHandshake
{
    /// <summary>The length of a type and a length of three bytes.</summary>
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

    /// <summary>Reads the staple. The library would refuse one that it cannot decode. Here, the response is judged by the same rules as
    /// with every other library.</summary>
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

    /// <summary>Allows this side to send after the peer's close_notify. The library would close the connection at once.</summary>
    protected override void HandleAlertWarningMessage(short alertDescription)
    {
        PeerHasClosed |= alertDescription == AlertDescription.close_notify && IsConnected;
        if (!PeerHasClosed)
            base.HandleAlertWarningMessage(alertDescription);
    }

    /// <summary>Returns the stapled OCSP response. It is a separate message, or since TLS 1.3 a part of the certificate message (RFC 8446,
    /// section 4.4.2.1).</summary>
    private byte[] Staple() => _staple.Length == 0
        && Context.SecurityParameters.PeerCertificate is { IsEmpty: false } shown
        && shown.GetCertificateEntryAt(0).Extensions is { } extensions
            && extensions.TryGetValue(ExtensionType.status_request, out byte[]? data)
        && data.Length > StatusHeader && data[0] == CertificateStatusType.ocsp
            ? data[StatusHeader..]
            : _staple;

    /// <summary>Determines whether a message ends the flight. A message out of order does not, and the library refuses it.</summary>
    private bool IsEndOfFlight(short type) => type switch
    {
        HandshakeType.server_hello_done => m_connectionState is >= CS_SERVER_HELLO and <= CS_SERVER_CERTIFICATE_REQUEST,
        HandshakeType.finished => m_connectionState is CS_SERVER_ENCRYPTED_EXTENSIONS or CS_SERVER_CERTIFICATE_REQUEST
            or CS_SERVER_CERTIFICATE_VERIFY
            || (m_connectionState == CS_SERVER_HELLO && Context.SecurityParameters.IsResumedSession),
        _ => false,
    };

    /// <summary>Reads facts that the library uses but does not report.</summary>
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
