using Org.BouncyCastle.Tls;
using QSslCore.BouncyCastle.Library;
using QSslCore.Tls;

namespace QSslCore.BouncyCastle.Settings;

/// <summary>Cipher suites: which the library has, and which a configuration allows.</summary>
internal static class Suites
{
    private static readonly int[] s_withSharedKey =
    [
        CipherSuite.TLS_ECDHE_PSK_WITH_CHACHA20_POLY1305_SHA256, CipherSuite.TLS_ECDHE_PSK_WITH_AES_256_CBC_SHA384,
        CipherSuite.TLS_ECDHE_PSK_WITH_AES_128_CBC_SHA256, CipherSuite.TLS_DHE_PSK_WITH_AES_256_GCM_SHA384,
        CipherSuite.TLS_DHE_PSK_WITH_CHACHA20_POLY1305_SHA256, CipherSuite.TLS_DHE_PSK_WITH_AES_128_GCM_SHA256,
        CipherSuite.TLS_PSK_WITH_AES_256_GCM_SHA384, CipherSuite.TLS_PSK_WITH_CHACHA20_POLY1305_SHA256,
        CipherSuite.TLS_PSK_WITH_AES_128_GCM_SHA256, CipherSuite.TLS_PSK_WITH_AES_256_CBC_SHA384,
        CipherSuite.TLS_PSK_WITH_AES_128_CBC_SHA256,
    ];

    /// <summary>All that the library has of those in use, the preferred one first.</summary>
    public static IReadOnlyList<QSslCipher> Supported { get; } =
        [.. TlsSuites.Common.Concat(s_withSharedKey.Select(TlsSuites.FromNumber)).Where(cipher => Number(cipher) is not null)];

    public static QSslCipher ToCipher(int suite) => suite == CipherSuite.TLS_NULL_WITH_NULL_NULL
        ? new()
        : TlsSuites.FromNumber(suite);

    /// <summary>Whether both sides are authenticated by a key that they share.</summary>
    public static bool SharesKey(int keyExchange) => keyExchange is KeyExchangeAlgorithm.PSK or KeyExchangeAlgorithm.ECDHE_PSK
        or KeyExchangeAlgorithm.DHE_PSK;

    public static bool IsForTls13(int suite) => TlsUtilities.IsValidVersionForCipherSuite(suite, ProtocolVersion.TLSv13);

    /// <summary>The suites of a configuration that its versions can use, in its order, and the versions that have one.</summary>
    /// <param name="configuration">Has the suites and the protocol.</param>
    /// <param name="knowsSharedKeys">There is a handler that may give a pre-shared key.</param>
    /// <exception cref="TlsSetupException">Nothing is left.</exception>
    public static (ProtocolVersion[] Versions, int[] Suites) Offer(QSslConfiguration configuration, bool knowsSharedKeys)
    {
        ProtocolVersion[] allowed = Versions.Allowed(configuration.Protocol);
        IReadOnlyList<QSslCipher> wanted = configuration.Ciphers is { Length: > 0 } own ? own : Supported;
        int[] known = [.. wanted.Select(Number).OfType<int>().Distinct()];
        if (known.Length == 0)
            throw new TlsSetupException($"The backend '{BouncyCastleBackend.BackendName}' knows none of the ciphers given "
                + $"({string.Join(", ", wanted.Take(3).Select(c => c.Name))}).");
        int[] suites = [.. known.Where(suite => knowsSharedKeys || !SharesKey(TlsUtilities.GetKeyExchangeAlgorithm(suite)))];
        // Without a suite for a version, that version must not be offered.
        ProtocolVersion[] versions = [.. allowed.Where(version =>
            suites.Any(suite => TlsUtilities.IsValidVersionForCipherSuite(suite, version)))];
        if (versions.Length == 0)
            throw new TlsSetupException($"None of the ciphers given can be used with the protocol {configuration.Protocol}.");
        return (versions, [.. suites.Where(suite => versions.Any(version => TlsUtilities.IsValidVersionForCipherSuite(suite, version)))]);
    }

    /// <summary>The number of a suite that the library has, in a way that this backend can serve; null for any other.</summary>
    private static int? Number(QSslCipher cipher) =>
        TlsSuites.NumberOf(cipher) is { } suite && TlsUtilities.IsSupportedCipherSuite(Provider.Crypto, suite)
            && TlsUtilities.GetKeyExchangeAlgorithm(suite) is KeyExchangeAlgorithm.NULL or KeyExchangeAlgorithm.ECDHE_ECDSA
                or KeyExchangeAlgorithm.ECDHE_RSA or KeyExchangeAlgorithm.DHE_RSA or KeyExchangeAlgorithm.RSA or KeyExchangeAlgorithm.PSK
                or KeyExchangeAlgorithm.ECDHE_PSK or KeyExchangeAlgorithm.DHE_PSK
            ? suite
            : null;
}
