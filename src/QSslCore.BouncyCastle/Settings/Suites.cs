using Org.BouncyCastle.Tls;
using QSslCore.BouncyCastle.Library;
using QSslCore.Tls;

namespace QSslCore.BouncyCastle.Settings;

/// <summary>Cipher suites: those that the library supports, and those that a configuration allows.</summary>
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

    /// <summary>All suites in use that the library supports, in order of preference.</summary>
    public static IReadOnlyList<QSslCipher> Supported { get; } =
        [.. TlsSuites.Common.Concat(s_withSharedKey.Select(TlsSuites.FromNumber)).Where(cipher => Number(cipher) is not null)];

    public static QSslCipher ToCipher(int suite) => suite == CipherSuite.TLS_NULL_WITH_NULL_NULL
        ? new()
        : TlsSuites.FromNumber(suite);

    /// <summary>Determines whether a pre-shared key authenticates both sides.</summary>
    public static bool SharesKey(int keyExchange) => keyExchange is KeyExchangeAlgorithm.PSK or KeyExchangeAlgorithm.ECDHE_PSK
        or KeyExchangeAlgorithm.DHE_PSK;

    public static bool IsForTls13(int suite) => TlsUtilities.IsValidVersionForCipherSuite(suite, ProtocolVersion.TLSv13);

    /// <summary>Returns the configured suites that the versions can use, in order, and the versions that have a suite.</summary>
    /// <param name="configuration">The configuration with the suites and the protocol.</param>
    /// <param name="knowsSharedKeys">Whether a handler may provide a pre-shared key.</param>
    /// <exception cref="TlsSetupException">No suite is left.</exception>
    public static (ProtocolVersion[] Versions, int[] Suites) Offer(QSslConfiguration configuration, bool knowsSharedKeys)
    {
        ProtocolVersion[] allowed = Versions.Allowed(configuration.Protocol);
        IReadOnlyList<QSslCipher> wanted = configuration.Ciphers is { Length: > 0 } own ? own : Supported;
        int[] known = [.. wanted.Select(Number).OfType<int>().Distinct()];
        if (known.Length == 0)
            throw new TlsSetupException($"The backend '{BouncyCastleBackend.BackendName}' knows none of the ciphers given "
                + $"({string.Join(", ", wanted.Take(3).Select(c => c.Name))}).");
        int[] suites = [.. known.Where(suite => knowsSharedKeys || !SharesKey(TlsUtilities.GetKeyExchangeAlgorithm(suite)))];
        // A version without a suite must not be offered.
        ProtocolVersion[] versions = [.. allowed.Where(version =>
            suites.Any(suite => TlsUtilities.IsValidVersionForCipherSuite(suite, version)))];
        if (versions.Length == 0)
            throw new TlsSetupException($"None of the ciphers given can be used with the protocol {configuration.Protocol}.");
        return (versions, [.. suites.Where(suite => versions.Any(version => TlsUtilities.IsValidVersionForCipherSuite(suite, version)))]);
    }

    /// <summary>Returns the number of a suite that the library supports and this backend can use; null for any other.</summary>
    private static int? Number(QSslCipher cipher) =>
        TlsSuites.NumberOf(cipher) is { } suite && TlsUtilities.IsSupportedCipherSuite(Provider.Crypto, suite)
            && TlsUtilities.GetKeyExchangeAlgorithm(suite) is KeyExchangeAlgorithm.NULL or KeyExchangeAlgorithm.ECDHE_ECDSA
                or KeyExchangeAlgorithm.ECDHE_RSA or KeyExchangeAlgorithm.DHE_RSA or KeyExchangeAlgorithm.RSA or KeyExchangeAlgorithm.PSK
                or KeyExchangeAlgorithm.ECDHE_PSK or KeyExchangeAlgorithm.DHE_PSK
            ? suite
            : null;
}
