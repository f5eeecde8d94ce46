using System.Diagnostics.CodeAnalysis;
using System.Net.Security;
using System.Runtime.InteropServices;
using System.Security.Authentication;
using QSslCore.Tls.Managed;

namespace QSslCore.Tls.Platform;

/// <summary>The TLS of the operating system, as .NET uses it: Schannel, Secure Transport, or the OpenSSL that .NET itself
/// loads.</summary>
internal sealed partial class PlatformBackend : TlsBackend
{
    private PlatformBackend()
    {
    }

    /// <summary>The backend has a separate name on each system, because its features differ.</summary>
    public static string PlatformName { get; } =
        OperatingSystem.IsWindows() ? "schannel" : OperatingSystem.IsMacOS() ? "securetransport" : "sslstream";

    public override string Name => PlatformName;

    public override long LibraryVersionNumber => LibraryVersion.Number;

    public override string LibraryVersionString => LibraryVersion.Text;

    public override long LibraryBuildVersionNumber =>
        ((long)Environment.Version.Major << 24) | ((long)Environment.Version.Minor << 16) | (uint)Environment.Version.Build;

    public override string LibraryBuildVersionString => RuntimeInformation.FrameworkDescription;

    public override IReadOnlyList<SslProtocol> SupportedProtocols =>
    [
        SslProtocol.AnyProtocol, SslProtocol.SecureProtocols, SslProtocol.TlsV1_2, SslProtocol.TlsV1_2OrLater,
        .. HasTls13 ? new[] { SslProtocol.TlsV1_3, SslProtocol.TlsV1_3OrLater } : [],
    ];

    public override IReadOnlyList<SupportedFeature> SupportedFeatures =>
        [SupportedFeature.CertificateVerification, SupportedFeature.ClientSideAlpn, SupportedFeature.ServerSideAlpn];

    public override IReadOnlyList<ImplementedClass> ImplementedClasses =>
        [ImplementedClass.Key, ImplementedClass.Certificate, ImplementedClass.Socket];

    public override IReadOnlyList<QSslCipher> SupportedCiphers { get; } = SuiteNames.Common;

    private static (long Number, string Text) LibraryVersion =>
        OperatingSystem.IsWindows() ? SchannelVersion : OperatingSystem.IsMacOS() ? SecureTransportVersion : OpenSslVersion;

    private static bool HasTls13 => OperatingSystem.IsWindows() ? SchannelHasTls13 : !OperatingSystem.IsMacOS();

    /// <param name="backend">The backend, if the platform has one.</param>
    /// <param name="reason">If it has none, a sentence that says what is missing and what to do.</param>
    public static bool TryCreate([NotNullWhen(true)] out TlsBackend? backend, out string reason)
    {
        reason = OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? "" : LackOfOpenSsl;
        backend = reason.Length == 0 ? new PlatformBackend() : null;
        return backend is not null;
    }

    protected override TlsEngine CreateEngineCore(TlsEngineOptions options) =>
        new PlatformEngine(this, options);

    public override TlsKeyResult DecodeKey(ReadOnlySpan<byte> data, EncodingFormat format, KeyType type, ReadOnlySpan<byte> passPhrase) =>
        ManagedKeys.Decode(data, format, type, passPhrase);

    public override byte[] EncodeKey(QSslKey key, EncodingFormat format, ReadOnlySpan<byte> passPhrase) =>
        ManagedKeys.Encode(key, format, passPhrase);

    public override QSslKey PublicKeyOf(QSslKey privateKey) => ManagedKeys.PublicKeyOf(privateKey);

    public override TlsPeer VerifyChain(IReadOnlyList<QSslCertificate> chain, QSslConfiguration configuration, SslMode peerRole) =>
        ChainVerification.Run(chain, configuration, peerRole);

    /// <summary>Returns the protocol versions and the suites of a configuration; null suites if the platform's default suites are
    /// offered.</summary>
    /// <exception cref="TlsSetupException">The platform cannot offer them.</exception>
    public (SslProtocols Protocols, CipherSuitesPolicy? Suites) Offer(QSslConfiguration configuration)
    {
        SslProtocols protocols = PlatformProtocols.Allowed(configuration.Protocol);
        if (!HasTls13)
            protocols = PlatformProtocols.WithoutTls13(protocols);
        if (protocols == SslProtocols.None)
            throw new TlsSetupException($"The backend '{Name}' does not support the protocol {configuration.Protocol} on this system.");
        QSslCipher[] ciphers = configuration.Ciphers;
        if (ciphers.Length == 0 || ciphers.AsSpan().SequenceEqual(CipherCatalog.Default))
            return (protocols, OperatingSystem.IsWindows() || ciphers.Length == 0 ? null : MakePolicy(ciphers));
        // A version must not be offered if there is no suite for it.
        if (ciphers.All(c => c.Protocol == SslProtocol.TlsV1_3))
            protocols &= SslProtocols.Tls13;
        else if (ciphers.All(c => c.Protocol != SslProtocol.TlsV1_3))
            protocols = PlatformProtocols.WithoutTls13(protocols);
        if (protocols == SslProtocols.None)
            throw new TlsSetupException($"None of the ciphers given can be used with the protocol {configuration.Protocol}.");
        return OperatingSystem.IsWindows()
            ? throw new TlsSetupException($"The backend '{Name}' cannot choose cipher suites: Windows offers those of its own settings. "
                + "Leave Ciphers as they are, or use the backend 'openssl'.")
            : (protocols, MakePolicy(ciphers));
    }

    private CipherSuitesPolicy MakePolicy(QSslCipher[] ciphers)
    {
        TlsCipherSuite[] suites = [.. ciphers.Select(SuiteNames.FromCipher).OfType<TlsCipherSuite>()];
        try
        {
            if (suites.Length > 0)
                return MakePolicy(suites);
        }
        catch (Exception e) when (e is PlatformNotSupportedException or ArgumentException)
        {
            throw new TlsSetupException($"The list of ciphers cannot be used by the backend '{Name}': {e.Message}");
        }
        throw new TlsSetupException($"The backend '{Name}' knows none of the ciphers given "
            + $"({string.Join(", ", ciphers.Take(3).Select(c => c.Name))}).");
    }

    private static CipherSuitesPolicy MakePolicy(TlsCipherSuite[] suites) => OperatingSystem.IsWindows()
        ? throw new PlatformNotSupportedException("Windows offers the suites of its own settings.")
        : new(suites);
}
