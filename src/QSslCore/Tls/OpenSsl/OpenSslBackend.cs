using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.InteropServices;
using QSslCore.Verification;

namespace QSslCore.Tls.OpenSsl;

/// <summary>The backend with all features: libssl and libcrypto, 3.0 to 4.x.</summary>
internal sealed class OpenSslBackend : TlsBackend
{
    /// <summary>The oldest version. Only functions of this version are used.</summary>
    private const long WrittenAgainst = 0x30000000;

    private readonly OpenSslContextCache _contexts = new();
    private readonly Lazy<IReadOnlyList<QSslCipher>> _ciphers = new(OpenSslCiphers.Supported);
    private readonly Lazy<IReadOnlyList<QSslEllipticCurve>> _curves = new(OpenSslGroups.Supported);

    private OpenSslBackend()
    {
    }

    public override string Name => "openssl";

    public override long LibraryVersionNumber => (long)Crypto.OpenSSL_version_num().Value;

    public override string LibraryVersionString => Marshal.PtrToStringUTF8(Crypto.OpenSSL_version(0)) ?? "";

    public override long LibraryBuildVersionNumber => WrittenAgainst;

    public override string LibraryBuildVersionString => "OpenSSL 3.0.0";

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

    public override IReadOnlyList<QSslCipher> SupportedCiphers => _ciphers.Value;

    public override IReadOnlyList<QSslEllipticCurve> EllipticCurves => _curves.Value;

    /// <summary>Loads OpenSSL.</summary>
    /// <param name="backend">The backend, if OpenSSL is available.</param>
    /// <param name="reason">A sentence that says what is missing and what to do, if OpenSSL is not available.</param>
    public static bool TryCreate([NotNullWhen(true)] out TlsBackend? backend, out string reason)
    {
        backend = OpenSslLibrary.TryLoad(out reason) ? new OpenSslBackend() : null;
        return backend is not null;
    }

    protected override TlsEngine CreateEngineCore(TlsEngineOptions options) =>
        new OpenSslEngine(_contexts.Get(options.Role, options.Configuration), options);

    public override TlsKeyResult DecodeKey(ReadOnlySpan<byte> data, EncodingFormat format, KeyType type, ReadOnlySpan<byte> passPhrase) =>
        OpenSslKeys.Decode(data, format, type, passPhrase);

    public override byte[] EncodeKey(QSslKey key, EncodingFormat format, ReadOnlySpan<byte> passPhrase) =>
        OpenSslKeys.Write(key, format, passPhrase);

    public override byte[]? EncryptKey(QSslKey key, ReadOnlySpan<byte> passPhrase) => OpenSslKeys.WriteEncrypted(key, passPhrase);

    public override byte[]? Sign(QSslKey key, ReadOnlySpan<byte> data) => OpenSslSigning.Sign(key, data);

    public override string Text(QSslCertificate certificate) => NativeCertificates.Text(certificate);

    public override QSslKey PublicKeyOf(QSslKey privateKey) => OpenSslKeys.PublicKeyOf(privateKey);

    public override bool AreSoundDiffieHellman(ReadOnlySpan<byte> der, out string reason) => OpenSslDiffieHellman.AreSound(der, out reason);

    public override TlsPeer VerifyChain(IReadOnlyList<QSslCertificate> chain, QSslConfiguration configuration, SslMode peerRole)
    {
        if (chain.Count == 0 || chain[0].IsNull)
            return TlsPeer.None;
        PeerUsage usage = CertificateVerifier.RequestOf(configuration, peerRole).Usage;
        QSslCertificate[] sent = [.. chain.Where(c => !c.IsNull)];
        using NativeChain? native = sent.Length <= ChainVerification.MaxForLibrary ? NativeChain.TryMake(sent) : null;
        if (native is null)
            return ChainVerification.Diagnose(sent, configuration, peerRole) with { Chain = chain };
        OpenSslTrust trust = OpenSslTrust.Of(configuration);
        using SafeX509StoreContextHandle context = X509.X509_STORE_CTX_new();
        OpenSslErrorQueue.Check(!context.IsInvalid);
        try
        {
            OpenSslErrorQueue.Check(X509.X509_STORE_CTX_init(context, trust.Store, native.First, native.Stack) == 1);
            nint raw = context.DangerousGetHandle();
            LibraryVerification.SetPurpose(raw, usage);
            return ChainVerification.Run(raw, sent, configuration, peerRole) with { Chain = chain };
        }
        finally
        {
            // The context borrows the stack, so it is freed first.
            context.Dispose();
            GC.KeepAlive(trust);
        }
    }

    public override TlsPeer? InspectSession(byte[] ticket, QSslConfiguration configuration)
    {
        using SafeSslSessionHandle? session = OpenSslEngine.ReadSession(ticket, out OpenSslTicket? read);
        if (session is null)
            return null;
        try
        {
            return configuration.PeerVerifyMode == PeerVerifyMode.VerifyNone || read!.Chain.Length == 0
                ? new(read!.Chain, [], [])
                : VerifyChain(read.Chain, configuration, SslMode.SslServerMode);
        }
        catch (TlsSetupException)
        {
            // The library cannot read a certificate in the chain.
            return null;
        }
    }

    public override object? Share(SslMode role, QSslConfiguration configuration) => _contexts.Get(role, configuration);
}
