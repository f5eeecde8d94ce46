using QSslCore.Tls;
using QSslCore.Tls.Plugins;

[assembly: TlsBackendPlugin(typeof(QSslCore.TestPlugin.SmallBackendFactory))]

namespace QSslCore.TestPlugin;

/// <summary>Makes the backend, as files beside the assembly say: its name, or what goes wrong where.</summary>
internal sealed class SmallBackendFactory : ITlsBackendFactory
{
    public SmallBackendFactory()
    {
        if (Read("constructor.txt") is { } fault)
            throw new InvalidOperationException(fault);
    }

    public TlsBackend Create() => Read("missing.txt") is { } missing
        ? throw new NotSupportedException(missing)
        : new SmallBackend(Read("name.txt") ?? "small");

    private static string? Read(string file)
    {
        string path = Path.Combine(Path.GetDirectoryName(typeof(SmallBackendFactory).Assembly.Location)!, file);
        return File.Exists(path) ? File.ReadAllText(path) : null;
    }
}

/// <summary>A backend that has a name, and refuses everything.</summary>
internal sealed class SmallBackend(string name) : TlsBackend
{
    public override string Name => name;

    public override long LibraryVersionNumber => 1;

    public override string LibraryVersionString => "Small 1";

    public override long LibraryBuildVersionNumber => 1;

    public override string LibraryBuildVersionString => "Small 1";

    public override IReadOnlyList<SslProtocol> SupportedProtocols => [SslProtocol.TlsV1_3];

    public override IReadOnlyList<SupportedFeature> SupportedFeatures => [];

    public override IReadOnlyList<ImplementedClass> ImplementedClasses => [ImplementedClass.Socket];

    public override IReadOnlyList<QSslCipher> SupportedCiphers => [];

    protected override TlsEngine CreateEngineCore(TlsEngineOptions options) =>
        throw new TlsSetupException("The backend 'small' has no engine.");

    public override TlsKeyResult DecodeKey(ReadOnlySpan<byte> data, EncodingFormat format, KeyType type, ReadOnlySpan<byte> passPhrase) =>
        TlsKeyResult.Failed(KeyReadFailure.Unsupported);

    public override byte[] EncodeKey(QSslKey key, EncodingFormat format, ReadOnlySpan<byte> passPhrase) =>
        throw new NotSupportedException();

    public override TlsPeer VerifyChain(IReadOnlyList<QSslCertificate> chain, QSslConfiguration configuration, SslMode peerRole) =>
        TlsPeer.None;
}
