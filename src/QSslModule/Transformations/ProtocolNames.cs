using QSslCore;

namespace QSslModule;

/// <summary>
/// The values of -Protocol, the safe ones first. Qt's values for DTLS are not among them, because a TLS socket refuses them. The cmdlets
/// have the same list in ValidateSet, which PowerShell completes instead of all names of the enumeration.
/// </summary>
internal static class ProtocolNames
{
    /// <summary>The names.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        nameof(SslProtocol.SecureProtocols), nameof(SslProtocol.TlsV1_3), nameof(SslProtocol.TlsV1_3OrLater), nameof(SslProtocol.TlsV1_2),
        nameof(SslProtocol.TlsV1_2OrLater), nameof(SslProtocol.TlsV1_1), nameof(SslProtocol.TlsV1_1OrLater), nameof(SslProtocol.TlsV1_0),
        nameof(SslProtocol.TlsV1_0OrLater), nameof(SslProtocol.AnyProtocol),
    ];

    /// <summary>Reads a version as people and other programs write it: 1.2, TLS 1.2, TLSv1.2, Tls12. Digits alone are Qt's numbers, which
    /// mean other versions.</summary>
    /// <returns>Null for anything else.</returns>
    public static SslProtocol? Read(string text)
    {
        string plain = new([.. text.Where(c => c is not (' ' or '_' or '-')).Select(char.ToLowerInvariant)]);
        return plain switch
        {
            "1.3" or "tls13" or "tls1.3" or "tlsv1.3" or "tlsv13" => SslProtocol.TlsV1_3,
            "1.2" or "tls12" or "tls1.2" or "tlsv1.2" or "tlsv12" => SslProtocol.TlsV1_2,
            "1.1" or "tls11" or "tls1.1" or "tlsv1.1" or "tlsv11" => SslProtocol.TlsV1_1,
            "1.0" or "tls10" or "tls1.0" or "tlsv1.0" or "tlsv10" or "tls1" or "tlsv1" => SslProtocol.TlsV1_0,
            _ => null,
        };
    }
}
