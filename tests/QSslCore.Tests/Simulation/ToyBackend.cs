using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using QSslCore.Tests.Support;
using QSslCore.Tls;

namespace QSslCore.Tests.Simulation;

/// <summary>What a toy handshake tells about its peer.</summary>
internal sealed record ToyPeer(TlsPeer Peer)
{
    private static readonly Lazy<QSslCertificate> s_certificate = new(() =>
    {
        using AsymmetricAlgorithm key = TestKeys.Make();
        CertificateRequest request = TestKeys.Request(new("CN=toy"), key);
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName("me.test");
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 certificate = TestKeys.SelfSigned(request, key, DateTimeOffset.UtcNow.AddDays(-1),
            DateTimeOffset.UtcNow.AddDays(1));
        return new QSslCertificate(certificate.RawData, EncodingFormat.Der);
    });

    /// <summary>As of a server from before RFC 5746.</summary>
    public bool LacksSecureRenegotiation { get; init; }

    /// <summary>The certificate of every toy peer; its name is me.test.</summary>
    public static QSslCertificate Certificate => s_certificate.Value;

    public static ToyPeer Good => With();

    public static ToyPeer With(params SslErrorCode[] errors) =>
        new(new TlsPeer([Certificate], [Certificate], [.. errors.Select(e => new QSslError(e, Certificate))]));
}

/// <summary>Makes toy engines.</summary>
internal class ToyBackend(ToyPeer peer) : TlsBackend
{
    public List<ToyEngine> Engines { get; } = [];

    public override string Name => "toy";

    public override long LibraryVersionNumber => 1;

    public override string LibraryVersionString => "toy 1";

    public override long LibraryBuildVersionNumber => 1;

    public override string LibraryBuildVersionString => "toy 1";

    public override IReadOnlyList<SslProtocol> SupportedProtocols => [SslProtocol.TlsV1_3];

    public override IReadOnlyList<SupportedFeature> SupportedFeatures => [];

    public override IReadOnlyList<ImplementedClass> ImplementedClasses => [ImplementedClass.Socket];

    public override IReadOnlyList<QSslCipher> SupportedCiphers => [];

    protected override TlsEngine CreateEngineCore(TlsEngineOptions options)
    {
        ToyEngine engine = new(options, peer);
        Engines.Add(engine);
        return engine;
    }

    public override TlsKeyResult DecodeKey(ReadOnlySpan<byte> data, EncodingFormat format, KeyType type, ReadOnlySpan<byte> passPhrase) =>
        throw new NotSupportedException();

    public override byte[] EncodeKey(QSslKey key, EncodingFormat format, ReadOnlySpan<byte> passPhrase) =>
        throw new NotSupportedException();

    public override TlsPeer VerifyChain(IReadOnlyList<QSslCertificate> chain, QSslConfiguration configuration, SslMode peerRole) =>
        throw new NotSupportedException();
}
