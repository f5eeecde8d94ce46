namespace QSslCore.Tls.OpenSsl;

/// <summary>Converts protocol versions to the library's numbers.</summary>
internal static class OpenSslProtocols
{
    /// <summary>Returns the lowest and the highest version of a setting; 0 means the newest version of the library.</summary>
    /// <exception cref="TlsSetupException">The setting is not valid for a TLS socket.</exception>
    public static (int Minimum, int Maximum) Range(SslProtocol protocol) => protocol switch
    {
        SslProtocol.SecureProtocols or SslProtocol.TlsV1_2OrLater => (0x0303, 0),
        SslProtocol.AnyProtocol or (SslProtocol)5 => (0x0301, 0),
        (SslProtocol)6 => (0x0302, 0),
        SslProtocol.TlsV1_3OrLater => (0x0304, 0),
        (SslProtocol)0 => (0x0301, 0x0301),
        (SslProtocol)1 => (0x0302, 0x0302),
        SslProtocol.TlsV1_2 => (0x0303, 0x0303),
        SslProtocol.TlsV1_3 => (0x0304, 0x0304),
        _ => throw new TlsSetupException($"The protocol {protocol} cannot be used on a TLS socket."),
    };

    public static SslProtocol FromVersion(int version) => version switch
    {
        0x0301 => (SslProtocol)0,
        0x0302 => (SslProtocol)1,
        0x0303 => SslProtocol.TlsV1_2,
        0x0304 => SslProtocol.TlsV1_3,
        _ => SslProtocol.UnknownProtocol,
    };
}
