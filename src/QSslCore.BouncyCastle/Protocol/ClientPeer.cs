using System.Text;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using QSslCore.BouncyCastle.Library;
using QSslCore.BouncyCastle.Settings;
using TlsPreSharedKey = QSslCore.Tls.TlsPreSharedKey;
using X500DistinguishedName = System.Security.Cryptography.X509Certificates.X500DistinguishedName;

namespace QSslCore.BouncyCastle.Protocol;

/// <summary>The answers of a client to the questions of the library.</summary>
internal sealed class ClientPeer(Setup setup, HandshakeNotes notes)
    : AbstractTlsClient(Provider.Crypto), TlsAuthentication, TlsPskIdentity, TlsDHGroupVerifier
{
    private byte[] _identity = [];
    private byte[]? _key;
    private TlsPskExternal? _external;

    public override bool ShouldCheckSigAlgOfPeerCerts() => false;

    public override int GetMaxCertificateChainLength() => PeerLimits.MaxChainLength;

    public override int GetMaxHandshakeMessageSize() => PeerLimits.LargestMessage;

    public override IList<int> GetEarlyKeyShareGroups() => Groups.Early(m_supportedGroups ?? [], m_protocolVersions[0]);

    public override TlsAuthentication GetAuthentication() => this;

    public override TlsSession? GetSessionToResume() => setup.Earlier?.ToNative();

    public override TlsDHGroupVerifier GetDHGroupVerifier() => this;

    public override TlsPskIdentity? GetPskIdentity() => setup.KnowsSharedKeys ? this : null;

    /// <summary>Accepts every group that is not too small, because servers have their own groups.</summary>
    public bool Accept(DHGroup dhGroup) => dhGroup.P.BitLength >= Setup.MinFiniteField;

    public void NotifyServerCertificate(TlsServerCertificate serverCertificate)
    {
        // The verdict follows when the server's flight is complete.
    }

    public TlsCredentials? GetClientCredentials(CertificateRequest certificateRequest)
    {
        notes.CertificateRequested = true;
        notes.Authorities = [.. (certificateRequest.CertificateAuthorities ?? [])
            .Select(name => new X500DistinguishedName(name.GetEncoded()).Name)];
        // TLS 1.2 also names types of certificates (RFC 5246, section 7.4.4).
        if (setup.Identity is { } identity && certificateRequest.CertificateTypes?.Contains(identity.CertificateType) == false)
            return null;
        return setup.Identity?.Signer(
            m_context, certificateRequest.SupportedSignatureAlgorithms, certificateRequest.GetCertificateRequestContext() ?? [], []);
    }

    /// <summary>TLS 1.2: requests the key before the verdict, so that the verdict can take into account whether there is one.</summary>
    public void AskKeyOf(SecurityParameters parameters)
    {
        if (!Suites.SharesKey(parameters.KeyExchangeAlgorithm) || TlsUtilities.IsTlsV13(parameters.NegotiatedVersion))
            return;
        using TlsPreSharedKey? given = notes.AskForKey(notes.KeyHint);
        if (given is null)
            throw new TlsFatalAlert(AlertDescription.handshake_failure, "no pre-shared key was given");
        (_identity, _key) = (given.Identity, [.. given.Key]);
    }

    /// <summary>TLS 1.3: returns the key to offer in the first message.</summary>
    public override IList<TlsPskExternal>? GetExternalPsks()
    {
        if (!setup.KnowsSharedKeys)
            return null;
        // A key without an identity cannot be offered (RFC 8446, section 4.2.11).
        if (_external is null)
        {
            using TlsPreSharedKey? given = notes.AskForKey([]);
            if (given is { Identity.Length: > 0 })
                _external = new BasicTlsPskExternal(given.Identity, Provider.Crypto.CreateSecret(given.Key));
        }
        return _external is null ? null : [_external];
    }

    public override void NotifySelectedPsk(TlsPsk? selectedPsk) => notes.KeySelected = selectedPsk is not null;

    void TlsPskIdentity.SkipIdentityHint()
    {
        // The hint was read earlier, or there is none.
    }

    void TlsPskIdentity.NotifyIdentityHint(byte[] psk_identity_hint)
    {
        // The hint was read earlier.
    }

    byte[] TlsPskIdentity.GetPskIdentity() => _identity;

    byte[]? TlsPskIdentity.GetPsk() => _key;

    public override void NotifyAlertRaised(short alertLevel, short alertDescription, string message, Exception cause) =>
        notes.AddAlert(alertLevel, alertDescription, isFromPeer: false);

    public override void NotifyAlertReceived(short alertLevel, short alertDescription) =>
        notes.AddAlert(alertLevel, alertDescription, isFromPeer: true);

    public override void NotifySecureRenegotiation(bool secureRenegotiation)
    {
        if (!secureRenegotiation && setup.Configuration.TestSslOption(SslOption.DisableLegacyRenegotiation))
            throw new TlsFatalAlert(AlertDescription.handshake_failure, QSslCore.Tls.TlsFailures.NoSecureRenegotiation);
        notes.LacksSecureRenegotiation = !secureRenegotiation;
    }

    public override void NotifyHandshakeComplete() => notes.Complete(m_context);

    protected override ProtocolVersion[] GetSupportedVersions() => setup.Versions;

    protected override int[] GetSupportedCipherSuites() => setup.Suites;

    protected override IList<int> GetSupportedGroups(IList<int> namedGroupRoles) => setup.Groups;

    protected override IList<SignatureAndHashAlgorithm> GetSupportedSignatureAlgorithms() => Signatures.Offer(m_protocolVersions);

    protected override IList<ProtocolName>? GetProtocolNames() => setup.Protocols.Length == 0 ? null : setup.Protocols;

    protected override IList<ServerName>? GetSniServerNames() =>
        setup.Options.ServerName is { } name ? [new(NameType.host_name, Encoding.ASCII.GetBytes(name))] : null;

    protected override CertificateStatusRequest? GetCertificateStatusRequest() =>
        setup.Configuration.OcspStaplingEnabled ? base.GetCertificateStatusRequest() : null;
}
