using QSslCore.Tls.Managed;

namespace QSslCore.Tls.CertOnly;

/// <summary>Certificates and keys without TLS, for systems without a usable TLS library.</summary>
/// <param name="absence">A sentence that says what is missing and what to install.</param>
internal sealed class CertOnlyBackend(string absence) : TlsBackend
{
    public override string Name => "cert-only";

    public override long LibraryVersionNumber => 0;

    public override string LibraryVersionString => "";

    public override long LibraryBuildVersionNumber => 0;

    public override string LibraryBuildVersionString => "";

    public override IReadOnlyList<SslProtocol> SupportedProtocols => [];

    public override IReadOnlyList<SupportedFeature> SupportedFeatures => [SupportedFeature.CertificateVerification];

    public override IReadOnlyList<ImplementedClass> ImplementedClasses => [ImplementedClass.Key, ImplementedClass.Certificate];

    public override IReadOnlyList<QSslCipher> SupportedCiphers => [];

    /// <exception cref="TlsSetupException">Always, because this backend has no TLS.</exception>
    protected override TlsEngine CreateEngineCore(TlsEngineOptions options) =>
        throw new TlsSetupException("The backend 'cert-only' has certificates and keys but no "
            + $"TLS: {(absence.Length > 0 ? absence : "choose another backend with Set-SslBackend or -Backend.")}");

    public override TlsKeyResult DecodeKey(ReadOnlySpan<byte> data, EncodingFormat format, KeyType type, ReadOnlySpan<byte> passPhrase) =>
        ManagedKeys.Decode(data, format, type, passPhrase);

    public override byte[] EncodeKey(QSslKey key, EncodingFormat format, ReadOnlySpan<byte> passPhrase) =>
        ManagedKeys.Encode(key, format, passPhrase);

    public override QSslKey PublicKeyOf(QSslKey privateKey) => ManagedKeys.PublicKeyOf(privateKey);

    public override TlsPeer VerifyChain(IReadOnlyList<QSslCertificate> chain, QSslConfiguration configuration, SslMode peerRole) =>
        ChainVerification.Run(chain, configuration, peerRole);
}
