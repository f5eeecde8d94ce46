using QSslCore.Tls;

namespace QSslCore.Tests.Simulation;

/// <summary>What a toy handshake tells about its peer.</summary>
internal sealed record ToyPeer(TlsPeer Peer)
{
    public static ToyPeer Good { get; } = new(TlsPeer.None);

    public static ToyPeer With(params SslErrorCode[] errors) => new(new TlsPeer([], [], [.. errors.Select(e => new QSslError(e))]));
}

/// <summary>Makes toy engines.</summary>
internal sealed class ToyBackend(ToyPeer peer) : TlsBackend
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

    public override TlsEngine CreateEngine(TlsEngineOptions options, ITlsTransport transport)
    {
        ToyEngine engine = new(options, transport, peer);
        Engines.Add(engine);
        return engine;
    }

    public override TlsKeyResult DecodeKey(ReadOnlySpan<byte> data, EncodingFormat format, KeyType type, ReadOnlySpan<byte> passPhrase) =>
        throw new NotSupportedException();

    public override byte[] EncodeKey(QSslKey key, EncodingFormat format, ReadOnlySpan<byte> passPhrase) => throw new NotSupportedException();

    public override TlsPeer VerifyChain(IReadOnlyList<QSslCertificate> chain, QSslConfiguration configuration, SslMode peerRole) =>
        throw new NotSupportedException();
}
