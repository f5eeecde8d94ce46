using System.Text;
using Org.BouncyCastle.Asn1.Ocsp;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using QSslCore.BouncyCastle.Sessions;
using QSslCore.BouncyCastle.Settings;
using QSslCore.Tls;

namespace QSslCore.BouncyCastle.Protocol;

/// <summary>All settings of a connection in the terms of the library.</summary>
internal sealed class Setup
{
    /// <summary>A key with less than 112 bits of security proves nothing.</summary>
    public const int MinFiniteField = 2048;

    private const int MaxProtocolNameLength = 255;

    private readonly Dictionary<QSslServerIdentity, (Identity Identity, byte[]? Staple)> _named;

    /// <exception cref="TlsSetupException">The configuration cannot be used; the message says why.</exception>
    public Setup(TlsEngineOptions options)
    {
        Options = options;
        Refuse(options);
        KnowsSharedKeys = options.Questions is { KnowsPreSharedKeys: true };
        (Versions, Suites) = Settings.Suites.Offer(Configuration, KnowsSharedKeys);
        Groups = Settings.Groups.Offer(Configuration, Versions);
        Identity = Identity.Of(Configuration);
        if (IsServer && Identity is null && !KnowsSharedKeys)
            throw new TlsSetupException("A server needs a certificate and its private key: set LocalCertificate and PrivateKey.");
        Protocols = [.. Configuration.AllowedNextProtocols.Where(n => Encoding.UTF8.GetByteCount(n) is > 0 and <= MaxProtocolNameLength)
            .Select(ProtocolName.AsUtf8Encoding)];
        Staple = IsServer ? ReadStaple(Configuration.StapledOcspResponse) : null;
        // Check all identities now, and not when a client requests one of them.
        _named = IsServer ? Configuration.ServerIdentities.ToDictionary(i => i, i =>
            (Identity.Of(TlsSettings.WithIdentity(Configuration, i))!, ReadStaple(i.StapledOcspResponse))) : [];
        FiniteField = IsServer ? ReadFiniteField(Configuration.DiffieHellmanParameters) : null;
        Cache = IsServer ? SessionCaches.Get(Configuration) : null;
        Earlier = IsServer ? null : ReadEarlier(options.Resumption);
    }

    public TlsEngineOptions Options { get; }

    public QSslConfiguration Configuration => Options.Configuration;

    public bool IsServer => Options.Role == SslMode.SslServerMode;

    public bool KnowsSharedKeys { get; }

    public ProtocolVersion[] Versions { get; }

    public int[] Suites { get; }

    public int[] Groups { get; }

    public Identity? Identity { get; private set; }

    public ProtocolName[] Protocols { get; }

    /// <summary>The Diffie-Hellman group of a server; null if the library may choose.</summary>
    public DHGroup? FiniteField { get; }

    /// <summary>The OCSP response of a server for clients that request one; null for none.</summary>
    public byte[]? Staple { get; private set; }

    /// <summary>The sessions of a server; null if its clients cannot resume sessions.</summary>
    public SessionCache? Cache { get; }

    /// <summary>The session that a client offers to resume; null for none.</summary>
    public SessionState? Earlier { get; }

    /// <summary>Whether a server requests a certificate. It does by default.</summary>
    public bool AsksForCertificate => IsServer && Configuration.PeerVerifyMode != PeerVerifyMode.VerifyNone;

    /// <summary>The names of the authorities that a server announces to its clients; null for none.</summary>
    public IList<X509Name>? Announced => TlsSettings.UsesSystemRoots(Configuration) || Configuration.CaCertificates.Length == 0
        ? null
        : [.. Configuration.CaCertificates.Where(c => !c.IsNull).Select(c => X509CertificateStructure.GetInstance(c.ToDer()).Subject)];

    /// <summary>Selects the certificate for the name that the client requests, if there is one.</summary>
    public void Serve(string requestedName)
    {
        if (TlsSettings.IdentityFor(Configuration, requestedName) is { } identity)
            (Identity, Staple) = _named[identity];
    }

    private static DHGroup? ReadFiniteField(QSslDiffieHellmanParameters parameters)
    {
        if (!parameters.IsValid)
            throw new TlsSetupException($"The Diffie-Hellman parameters cannot be used: {parameters.ErrorString}.");
        if (parameters.IsEmpty)
            return null;
        DHParameter read = DHParameter.GetInstance(TlsSettings.Export(parameters));
        if (read.P.BitLength < MinFiniteField)
            throw new TlsSetupException($"The Diffie-Hellman parameters cannot be used: they are too weak, of {read.P.BitLength} bits "
                + $"where {MinFiniteField} are the least.");
        return new(read.P, null, read.G, read.L?.IntValue ?? 0);
    }

    private static byte[]? ReadStaple(byte[] response)
    {
        if (response.Length == 0)
            return null;
        try
        {
            return OcspResponse.GetInstance(response).GetEncoded();
        }
        catch (Exception e) when (e is ArgumentException or IOException)
        {
            throw new TlsSetupException("StapledOcspResponse cannot be decoded: it is not an OCSP response in DER.");
        }
    }

    /// <summary>Reads the session to resume. If it cannot be offered, a warning is written and a full handshake takes place.</summary>
    private SessionState? ReadEarlier(TlsResumption? resumption)
    {
        // The verdict is based only on the chain in the ticket.
        if (resumption is null || KnowsSharedKeys)
            return null;
        if (SessionState.Decode(resumption.Ticket) is { } session && resumption.Peer.Chain.SequenceEqual(session.Chain)
            && ProtocolVersion.Contains(Versions, session.Version) && Suites.Contains(session.Suite))
        {
            return session;
        }
        Options.Questions?.Warn("The session ticket cannot be used; a full handshake is made.");
        return null;
    }

    private static void Refuse(TlsEngineOptions options)
    {
        string? asked = options.Configuration switch
        {
            { RecordsHandshakeMessages: true } => "tell the messages of a handshake (RecordsHandshakeMessages)",
            { AllowRenegotiation: true } => "take part in a renegotiation (AllowRenegotiation)",
            { BackendConfiguration: { Count: > 0 } own } =>
                $"be given options of its own (BackendConfiguration, '{own.Keys.Cast<string>().Order(StringComparer.Ordinal).First()}')",
            _ => null,
        };
        if (asked is not null)
            throw new TlsSetupException($"The backend '{BouncyCastleBackend.BackendName}' cannot {asked}. Leave that as it is by "
                + "default, or use the backend 'openssl'.");
        if (options.Role == SslMode.SslServerMode && options.Configuration.OcspStaplingEnabled)
            throw new TlsSetupException("OcspStaplingEnabled is a client's setting; a server staples what StapledOcspResponse holds.");
    }
}
