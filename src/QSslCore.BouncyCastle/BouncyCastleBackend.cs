using System.Reflection;
using Org.BouncyCastle.Tls;
using QSslCore.BouncyCastle.Engine;
using QSslCore.BouncyCastle.Keys;
using QSslCore.BouncyCastle.Ocsp;
using QSslCore.BouncyCastle.Sessions;
using QSslCore.BouncyCastle.Settings;
using QSslCore.Tls;
using TlsPeer = QSslCore.Tls.TlsPeer;

namespace QSslCore.BouncyCastle;

/// <summary>TLS in managed code only. It is the same on every system.</summary>
internal sealed class BouncyCastleBackend : TlsBackend
{
    public const string BackendName = "bouncycastle";

    private static readonly Version s_written = VersionOf(
        typeof(BouncyCastleBackend).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(a => a.Key == "BouncyCastle").Value);

    public override string Name => BackendName;

    public override long LibraryVersionNumber => Number(Loaded);

    public override string LibraryVersionString => $"BouncyCastle.Cryptography {Loaded}";

    public override long LibraryBuildVersionNumber => Number(s_written);

    public override string LibraryBuildVersionString => $"BouncyCastle.Cryptography {s_written}";

    public override IReadOnlyList<SslProtocol> SupportedProtocols =>
    [
        SslProtocol.AnyProtocol, SslProtocol.SecureProtocols, SslProtocol.TlsV1_2, SslProtocol.TlsV1_2OrLater,
        SslProtocol.TlsV1_3, SslProtocol.TlsV1_3OrLater,
    ];

    public override IReadOnlyList<SupportedFeature> SupportedFeatures =>
        [SupportedFeature.CertificateVerification, SupportedFeature.ClientSideAlpn, SupportedFeature.ServerSideAlpn,
            SupportedFeature.Ocsp, SupportedFeature.Psk, SupportedFeature.SessionTicket, SupportedFeature.Alerts];

    public override IReadOnlyList<ImplementedClass> ImplementedClasses =>
    [
        ImplementedClass.Key, ImplementedClass.Certificate, ImplementedClass.Socket, ImplementedClass.EllipticCurve,
        ImplementedClass.DiffieHellman,
    ];

    public override IReadOnlyList<QSslCipher> SupportedCiphers => Suites.Supported;

    public override IReadOnlyList<QSslEllipticCurve> EllipticCurves => Groups.Supported;

    private static Version Loaded { get; } = VersionOf(
        typeof(TlsProtocol).Assembly.GetCustomAttribute<AssemblyFileVersionAttribute>()?.Version);

    protected override TlsEngine CreateEngineCore(TlsEngineOptions options) => new BouncyCastleEngine(options);

    public override TlsKeyResult DecodeKey(ReadOnlySpan<byte> data, EncodingFormat format, KeyType type, ReadOnlySpan<byte> passPhrase) =>
        KeyReading.Decode(data, format, type, passPhrase);

    public override byte[] EncodeKey(QSslKey key, EncodingFormat format, ReadOnlySpan<byte> passPhrase) =>
        KeyWriting.Encode(key, format, passPhrase);

    public override byte[]? EncryptKey(QSslKey key, ReadOnlySpan<byte> passPhrase) => KeyWriting.Encrypt(key, passPhrase);

    public override byte[]? Sign(QSslKey key, ReadOnlySpan<byte> data) => KeyWriting.Sign(key, data);

    public override TlsKeyStore? ReadKeyStore(byte[] data, ReadOnlySpan<byte> passPhrase) => JavaStores.Read(data, passPhrase);

    public override QSslKey PublicKeyOf(QSslKey privateKey) => KeyReading.PublicKeyOf(privateKey);

    public override bool AreSoundDiffieHellman(ReadOnlySpan<byte> der, out string reason) => FiniteFields.AreSound(der, out reason);

    public override TlsPeer VerifyChain(IReadOnlyList<QSslCertificate> chain, QSslConfiguration configuration, SslMode peerRole) =>
        TlsVerification.VerifyChain(chain, configuration, peerRole, ResponseSignatures.Instance);

    public override TlsPeer? InspectSession(byte[] ticket, QSslConfiguration configuration) => SessionState.Decode(ticket) switch
    {
        null => null,
        { Chain: var chain } when configuration.PeerVerifyMode == PeerVerifyMode.VerifyNone || chain.Length == 0 => new(chain, [], []),
        { Chain: var chain } => VerifyChain(chain, configuration, SslMode.SslServerMode),
    };

    public override object? Share(SslMode role, QSslConfiguration configuration) =>
        role == SslMode.SslServerMode ? SessionCaches.Get(configuration) : null;

    private static Version VersionOf(string? text) =>
        Version.TryParse(text, out Version? version) ? new(version.Major, version.Minor, Math.Max(0, version.Build)) : new(0, 0, 0);

    private static long Number(Version version) => ((long)version.Major << 24) | ((long)version.Minor << 16) | (uint)version.Build;
}
