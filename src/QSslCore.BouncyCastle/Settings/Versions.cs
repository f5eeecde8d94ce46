using Org.BouncyCastle.Tls;
using QSslCore.Tls;

namespace QSslCore.BouncyCastle.Settings;

/// <summary>Protocol versions by their names in the library.</summary>
internal static class Versions
{
    /// <summary>Returns the versions that a setting allows, the newest first.</summary>
    /// <exception cref="TlsSetupException">The setting is not valid for a TLS socket.</exception>
    public static ProtocolVersion[] Allowed(SslProtocol protocol) => protocol switch
    {
        SslProtocol.SecureProtocols or SslProtocol.TlsV1_2OrLater => ProtocolVersion.TLSv13.DownTo(ProtocolVersion.TLSv12),
        SslProtocol.AnyProtocol or SslProtocol.TlsV1_0OrLater => ProtocolVersion.TLSv13.DownTo(ProtocolVersion.TLSv10),
        SslProtocol.TlsV1_1OrLater => ProtocolVersion.TLSv13.DownTo(ProtocolVersion.TLSv11),
        SslProtocol.TlsV1_3 or SslProtocol.TlsV1_3OrLater => ProtocolVersion.TLSv13.Only(),
        SslProtocol.TlsV1_2 => ProtocolVersion.TLSv12.Only(),
        SslProtocol.TlsV1_1 => ProtocolVersion.TLSv11.Only(),
        SslProtocol.TlsV1_0 => ProtocolVersion.TLSv10.Only(),
        _ => throw new TlsSetupException($"The protocol {protocol} cannot be used on a TLS socket."),
    };

    public static SslProtocol ToProtocol(ProtocolVersion? version) =>
        version is null ? SslProtocol.UnknownProtocol
        : version.Equals(ProtocolVersion.TLSv13) ? SslProtocol.TlsV1_3
        : version.Equals(ProtocolVersion.TLSv12) ? SslProtocol.TlsV1_2
        : version.Equals(ProtocolVersion.TLSv11) ? SslProtocol.TlsV1_1
        : version.Equals(ProtocolVersion.TLSv10) ? SslProtocol.TlsV1_0
        : SslProtocol.UnknownProtocol;
}
