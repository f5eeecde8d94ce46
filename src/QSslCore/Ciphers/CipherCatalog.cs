using QSslCore.Tls;

namespace QSslCore;

/// <summary>The cipher suites of the active backend.</summary>
internal static class CipherCatalog
{
    /// <summary>All supported suites; empty if TLS is not available.</summary>
    public static IReadOnlyList<QSslCipher> Supported => TlsBackendRegistry.Active.SupportedCiphers;

    /// <summary>The suites of a default configuration: those with at least 128 bits.</summary>
    public static QSslCipher[] Default => [.. Supported.Where(cipher => cipher.UsedBits >= 128)];

    public static QSslCipher? Find(string name, SslProtocol? protocol = null) =>
        string.IsNullOrEmpty(name) ? null : Find(Supported, name, protocol);

    public static QSslCipher? Find(IReadOnlyList<QSslCipher> among, string name, SslProtocol? protocol = null) =>
        among.FirstOrDefault(cipher => (cipher.Name == name || cipher.IanaName == name)
            && (protocol is null || cipher.Protocol == protocol));
}
