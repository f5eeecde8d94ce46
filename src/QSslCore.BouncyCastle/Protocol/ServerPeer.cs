using System.Text;
using Org.BouncyCastle.Asn1.Ocsp;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using QSslCore.BouncyCastle.Library;
using QSslCore.BouncyCastle.Sessions;
using QSslCore.BouncyCastle.Settings;
using TlsPreSharedKey = QSslCore.Tls.TlsPreSharedKey;
using CertificateRequest = Org.BouncyCastle.Tls.CertificateRequest;
using CertificateStatus = Org.BouncyCastle.Tls.CertificateStatus;

namespace QSslCore.BouncyCastle.Protocol;

/// <summary>The answers of a server to the questions of the library.</summary>
internal sealed class ServerPeer(Setup setup, HandshakeNotes notes) : AbstractTlsServer(Provider.Crypto), TlsPskIdentityManager
{
    private readonly Dictionary<string, TlsPskExternal> _external = [];

    /// <summary>
    /// Up to TLS 1.2, the curves of the client are also the curves of the certificates that it accepts (RFC 8422, section 5.1).
    /// </summary>
    private bool KnowsCurveOfKey => Groups.OfKey(setup.Identity?.Key) is var curve
        && (curve < 0 || m_context.SecurityParameters.ClientSupportedGroups?.Contains(curve) != false);

    private bool IsTls13 => TlsUtilities.IsTlsV13(m_context);

    public override int GetMaxCertificateChainLength() => PeerLimits.MaxChainLength;

    public override int GetMaxHandshakeMessageSize() => PeerLimits.LargestMessage;

    public override bool ShouldCheckSigAlgOfPeerCerts() => false;

    /// <summary>Returns the newest common version, whatever the client prefers.</summary>
    public override ProtocolVersion GetServerVersion() =>
        m_protocolVersions.FirstOrDefault(version => ProtocolVersion.Contains(m_context.ClientSupportedVersions, version))
            ?? throw new TlsFatalAlert(AlertDescription.protocol_version, "the peer offers no protocol version that is allowed here");

    public override void ProcessClientExtensions(IDictionary<int, byte[]> clientExtensions)
    {
        base.ProcessClientExtensions(clientExtensions);
        // The library discards it at the end of the handshake.
        ServerName? name = m_context.SecurityParameters.ClientServerNames?.FirstOrDefault(n => n.NameType == NameType.host_name);
        notes.RequestedName = name is null ? "" : Encoding.ASCII.GetString(name.NameData);
        setup.Serve(notes.RequestedName);
    }

    public override TlsSession? GetSessionToResume(byte[] sessionID) =>
        setup.Cache?.Find(sessionID, notes.RequestedName) is { } known && setup.Suites.Contains(known.Suite) ? known.ToNative() : null;

    public override byte[]? GetNewSessionID() => setup.Cache is null ? null : SessionCache.NewNumber();

    public override int[] GetSupportedGroups() => setup.Groups;

    /// <summary>A configured list is in the order that the user wants.</summary>
    public override bool PreferLocalSupportedGroups() => setup.Configuration.EllipticCurves.Length > 0;

    public override int GetSelectedCipherSuite()
    {
        if (!IsTls13 || _external.Count == 0)
            return base.GetSelectedCipherSuite();
        // An external key is used with SHA-256 (RFC 8446, section 4.2.11).
        int[] fitting = [.. TlsUtilities.GetCommonCipherSuites(m_offeredCipherSuites, m_cipherSuites, PreferLocalCipherSuites())
            .Where(suite => Suites.IsForTls13(suite) && suite is CipherSuite.TLS_AES_128_GCM_SHA256
                or CipherSuite.TLS_CHACHA20_POLY1305_SHA256)];
        return fitting.Length > 0 && SelectCipherSuite(fitting[0])
            ? fitting[0]
            : throw new TlsFatalAlert(AlertDescription.handshake_failure, GetDetailMessageNoCipherSuite());
    }

    public override TlsCredentials? GetCredentials()
    {
        SecurityParameters parameters = m_context.SecurityParameters;
        if (Suites.SharesKey(parameters.KeyExchangeAlgorithm))
            return null;
        return setup.Identity switch
        {
            null => throw new TlsFatalAlert(AlertDescription.handshake_failure,
                "the peer knows no pre-shared key, and there is no certificate"),
            { } identity when parameters.KeyExchangeAlgorithm == KeyExchangeAlgorithm.RSA => identity.Decryptor(m_context),
            { } identity => identity.Signer(m_context, parameters.ClientSigAlgs, [], Staple())
                ?? throw new TlsFatalAlert(AlertDescription.handshake_failure,
                    "no signature algorithm of the peer fits the certificate's key"),
        };
    }

    public override CertificateStatus? GetCertificateStatus() =>
        setup.Staple is { } staple ? new(CertificateStatusType.ocsp, OcspResponse.GetInstance(staple)) : null;

    public override CertificateRequest? GetCertificateRequest()
    {
        if (!setup.AsksForCertificate)
            return null;
        if (IsTls13)
            return new([], Signatures.Offer(ProtocolVersion.TLSv13), null, setup.Announced);
        bool namesAlgorithms = TlsUtilities.IsTlsV12(m_context);
        return new([ClientCertificateType.ecdsa_sign, ClientCertificateType.rsa_sign], namesAlgorithms
            ? Signatures.Offer(ProtocolVersion.TLSv12)
            : null, setup.Announced);
    }

    public override void NotifyClientCertificate(Certificate clientCertificate)
    {
        if (clientCertificate.IsEmpty && setup.Configuration.MissingCertificateIsFatal)
        {
            throw new TlsFatalAlert(
                IsTls13 ? AlertDescription.certificate_required : AlertDescription.handshake_failure, "the client showed no certificate");
        }
    }

    public override TlsPskIdentityManager? GetPskIdentityManager() => setup.KnowsSharedKeys ? this : null;

    public override TlsPskExternal? GetExternalPsk(IList<PskIdentity> identities)
    {
        foreach (PskIdentity offered in identities)
        {
            // If the library asks again after a retry, the answer is the same.
            string name = Convert.ToHexString(offered.Identity);
            if (_external.TryGetValue(name, out TlsPskExternal? known))
                return known;
            if (Ask(offered.Identity) is { } key)
                return _external[name] = new BasicTlsPskExternal(offered.Identity, Provider.Crypto.CreateSecret(key));
        }
        return null;
    }

    byte[]? TlsPskIdentityManager.GetHint() => setup.Configuration.PreSharedKeyIdentityHint is { Length: > 0 } hint ? hint : null;

    byte[]? TlsPskIdentityManager.GetPsk(byte[] identity) => Ask(identity);

    public override TlsDHConfig GetDHConfig() => setup.FiniteField is { } group ? new(group) : base.GetDHConfig();

    public override TlsECConfig? GetECDHConfig()
    {
        int group = CommonCurves().FirstOrDefault(-1);
        notes.Group = group;
        return TlsEccUtilities.CreateNamedECConfig(m_context, group);
    }

    public override void NotifyAlertRaised(short alertLevel, short alertDescription, string message, Exception cause) =>
        notes.AddAlert(alertLevel, alertDescription, isFromPeer: false);

    public override void NotifyAlertReceived(short alertLevel, short alertDescription) =>
        notes.AddAlert(alertLevel, alertDescription, isFromPeer: true);

    /// <summary>Completes the notes. A session with a client certificate is not cached, because such a client sends it each time.</summary>
    public override void NotifyHandshakeComplete()
    {
        notes.Complete(m_context);
        SecurityParameters parameters = m_context.SecurityParameters;
        if (notes.Session is { } session && !parameters.IsResumedSession && parameters.PeerCertificate is null or { IsEmpty: true })
            setup.Cache?.Add(session, notes.RequestedName);
    }

    protected override ProtocolVersion[] GetSupportedVersions() => setup.Versions;

    protected override int[] GetSupportedCipherSuites() => setup.Suites;

    protected override bool AllowCertificateStatus() => setup.Staple is not null;

    protected override bool PreferLocalCipherSuites() => !setup.Configuration.TestSslOption(SslOption.DisableServerCipherPreference);

    protected override string GetDetailMessageNoCipherSuite() =>
        "the peer offers no cipher suite that is allowed here and fits the certificate";

    /// <summary>Returns the first protocol of the client that is allowed. If there is none, the connection continues without one.</summary>
    protected override ProtocolName? SelectProtocolName() => m_clientProtocolNames.FirstOrDefault(setup.Protocols.Contains);

    protected override bool IsSelectableCipherSuite(int cipherSuite, int availCurveBits, int availFiniteFieldBits, IList<short> sigAlgs)
    {
        int exchange = TlsUtilities.GetKeyExchangeAlgorithm(cipherSuite);
        bool fits = exchange switch
        {
            KeyExchangeAlgorithm.ECDHE_RSA or KeyExchangeAlgorithm.DHE_RSA =>
                setup.Identity is { Key: RsaKeyParameters } identity && identity.CanSign(m_context.SecurityParameters),
            KeyExchangeAlgorithm.RSA => setup.Identity is { CanDecrypt: true },
            KeyExchangeAlgorithm.ECDHE_ECDSA => setup.Identity is not null and not { Key: RsaKeyParameters } && KnowsCurveOfKey
                && setup.Identity.CanSign(m_context.SecurityParameters),
            _ => setup.KnowsSharedKeys,
        };
        bool needsCurve = exchange is KeyExchangeAlgorithm.ECDHE_RSA or KeyExchangeAlgorithm.ECDHE_ECDSA or KeyExchangeAlgorithm.ECDHE_PSK;
        return fits && (!needsCurve || CommonCurves().Any())
            && base.IsSelectableCipherSuite(cipherSuite, availCurveBits, availFiniteFieldBits, sigAlgs);
    }

    private byte[] Staple() => m_certificateStatusRequest is not null && setup.Staple is { } staple ? staple : [];

    private byte[]? Ask(byte[] identity)
    {
        using TlsPreSharedKey? given = notes.AskForKeyOf(identity, setup.Configuration.PreSharedKeyIdentityHint);
        return given is null ? null : [.. given.Key];
    }

    /// <summary>Returns the common curves in the order of the client, or in the local order if a list is configured.</summary>
    private IEnumerable<int> CommonCurves()
    {
        int[]? theirs = m_context.SecurityParameters.ClientSupportedGroups;
        IEnumerable<int> ours = setup.Groups.Where(Groups.IsCurve);
        // A client that does not send a list of curves leaves the choice to the server (RFC 8422, section 4).
        return theirs is null || PreferLocalSupportedGroups()
            ? ours.Where(group => theirs?.Contains(group) != false)
            : theirs.Where(ours.Contains);
    }
}
