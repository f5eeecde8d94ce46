namespace QSslCore.Probing.Catalog;

/// <summary>The versions of the protocol, as numbers on the wire.</summary>
internal static class TlsVersion
{
    public const int Ssl2 = 0x0002;
    public const int Ssl3 = 0x0300;
    public const int Tls10 = 0x0301;
    public const int Tls11 = 0x0302;
    public const int Tls12 = 0x0303;
    public const int Tls13 = 0x0304;

    /// <summary>All of them, the oldest first.</summary>
    public static IReadOnlyList<int> All { get; } = [Ssl2, Ssl3, Tls10, Tls11, Tls12, Tls13];

    /// <summary>Those that hide nothing of a handshake, from SSL 3.0 to TLS 1.2.</summary>
    public static IReadOnlyList<int> Classic { get; } = [Ssl3, Tls10, Tls11, Tls12];

    /// <summary>The name as reports have it, such as <c>TLS 1.2</c>; the number in hexadecimal for others.</summary>
    public static string NameOf(int version) => version switch
    {
        Ssl2 => "SSL 2.0",
        Ssl3 => "SSL 3.0",
        Tls10 => "TLS 1.0",
        Tls11 => "TLS 1.1",
        Tls12 => "TLS 1.2",
        Tls13 => "TLS 1.3",
        _ => $"0x{version:X4}",
    };
}
