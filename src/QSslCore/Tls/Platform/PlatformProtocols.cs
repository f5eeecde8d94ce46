using System.Security.Authentication;

namespace QSslCore.Tls.Platform;

/// <summary>Converts protocol versions to and from .NET's values.</summary>
#pragma warning disable SYSLIB0039, CA5397 // Old versions are used only on explicit request, never by default.
internal static class PlatformProtocols
{
    private const SslProtocols Tls10 = SslProtocols.Tls;
    private const SslProtocols Tls11 = SslProtocols.Tls11;

    /// <summary>Returns the versions that a setting allows, including versions that are newer than this system's.</summary>
    /// <exception cref="TlsSetupException">The setting is not valid for a TLS socket.</exception>
    public static SslProtocols Allowed(SslProtocol protocol) => protocol switch
    {
        SslProtocol.SecureProtocols or SslProtocol.TlsV1_2OrLater => SslProtocols.Tls12 | SslProtocols.Tls13,
        SslProtocol.AnyProtocol or SslProtocol.TlsV1_0OrLater => Tls10 | Tls11 | SslProtocols.Tls12 | SslProtocols.Tls13,
        SslProtocol.TlsV1_1OrLater => Tls11 | SslProtocols.Tls12 | SslProtocols.Tls13,
        SslProtocol.TlsV1_3 or SslProtocol.TlsV1_3OrLater => SslProtocols.Tls13,
        SslProtocol.TlsV1_2 => SslProtocols.Tls12,
        SslProtocol.TlsV1_1 => Tls11,
        SslProtocol.TlsV1_0 => Tls10,
        _ => throw new TlsSetupException($"The protocol {protocol} cannot be used on a TLS socket."),
    };

    public static SslProtocols WithoutTls13(SslProtocols protocols) => protocols & ~SslProtocols.Tls13;

    public static SslProtocol FromPlatform(SslProtocols protocol) => protocol switch
    {
        Tls10 => SslProtocol.TlsV1_0,
        Tls11 => SslProtocol.TlsV1_1,
        SslProtocols.Tls12 => SslProtocol.TlsV1_2,
        SslProtocols.Tls13 => SslProtocol.TlsV1_3,
        _ => SslProtocol.UnknownProtocol,
    };

    /// <summary>Returns the version for its number in the protocol.</summary>
    public static SslProtocol FromVersion(int version) => version switch
    {
        0x0301 => SslProtocol.TlsV1_0,
        0x0302 => SslProtocol.TlsV1_1,
        0x0303 => SslProtocol.TlsV1_2,
        0x0304 => SslProtocol.TlsV1_3,
        _ => SslProtocol.UnknownProtocol,
    };
}
