using Org.BouncyCastle.Tls;
using QSslCore.BouncyCastle.Settings;

namespace QSslCore.BouncyCastle.Protocol;

/// <summary>The server of the library. It stops before it accepts its client.</summary>
internal sealed class ServerHandshake(ServerPeer peer, HandshakeNotes notes, int[] groups) : TlsServerProtocol, IHandshake
{
    private readonly HeldMessage _held = new();

    public TlsProtocol Protocol => this;

    TlsContext IHandshake.Context => Context;

    public bool IsHolding => _held.IsThere;

    public bool PeerHasClosed { get; private set; }

    public void Begin() => Accept(peer);

    public void GoOn()
    {
        (short type, HandshakeMessageInput message) = _held.Release();
        Failing.Tell(() => base.HandleHandshakeMessage(type, message), HandleException);
    }

    public void Refuse(short alert) => HandleException(alert, "The client was not accepted", null);

    public void SayFarewell() => RaiseAlertWarning(AlertDescription.close_notify, "Farewell");

    /// <summary>
    /// Detects an alert that was not written: before it accepts a ClientHello, the library reports an alert but does not write it.
    /// </summary>
    protected override void RaiseAlertFatal(short alertDescription, string message, Exception? cause)
    {
        int before = GetAvailableOutputBytes();
        base.RaiseAlertFatal(alertDescription, message, cause);
        notes.IsAlertUnsent = GetAvailableOutputBytes() == before;
    }

    protected override void HandleHandshakeMessage(short type, HandshakeMessageInput buf)
    {
        notes.Messages++;
        if (type == HandshakeType.certificate_verify && TlsUtilities.IsSignatureAlgorithmsExtensionAllowed(Context.ServerVersion))
        {
            notes.PeerSignature = ServerKeyExchange.PeekScheme(buf);
            Signatures.Require(Context, notes.PeerSignature, groups);
        }
        if (_held.IsThere || (!_held.IsOver && IsEndOfFlight(type)))
        {
            _held.Hold(type, buf);
            notes.KeySelected = m_selectedPsk13;
            return;
        }
        base.HandleHandshakeMessage(type, buf);
    }

    protected override void Send13EncryptedExtensionsMessage(IDictionary<int, byte[]> serverExtensions)
    {
        notes.LogHandshakeSecrets(Context.SecurityParameters);
        base.Send13EncryptedExtensionsMessage(serverExtensions);
    }

    /// <summary>Allows this side to send after the peer's close_notify. The library would close the connection at once.</summary>
    protected override void HandleAlertWarningMessage(short alertDescription)
    {
        PeerHasClosed |= alertDescription == AlertDescription.close_notify && IsConnected;
        if (!PeerHasClosed)
            base.HandleAlertWarningMessage(alertDescription);
    }

    /// <summary>Determines whether a message ends the flight. A message out of order does not, and the library refuses it.</summary>
    private bool IsEndOfFlight(short type) => type == HandshakeType.finished
        && (TlsUtilities.IsTlsV13(Context.ServerVersion)
            ? m_connectionState is CS_SERVER_FINISHED or CS_CLIENT_CERTIFICATE or CS_CLIENT_CERTIFICATE_VERIFY
            : m_connectionState is CS_CLIENT_KEY_EXCHANGE or CS_CLIENT_CERTIFICATE_VERIFY
                || (m_connectionState == CS_SERVER_FINISHED && Context.SecurityParameters.IsResumedSession));
}
