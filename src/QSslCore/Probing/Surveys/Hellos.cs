using System.Security.Cryptography;
using QSslCore.Probing.Catalog;
using QSslCore.Probing.Messages;

namespace QSslCore.Probing.Surveys;

/// <summary>The usual hellos of surveys: they offer everything that a version has, so that answers tell much.</summary>
internal static class Hellos
{
    /// <summary>The suite that stands for renegotiation_info (RFC 5746).</summary>
    public const int RenegotiationScsv = 0x00FF;

    /// <summary>The suite that tells of a fallback (RFC 7507).</summary>
    public const int FallbackScsv = 0x5600;

    /// <summary>The groups of TLS 1.2 and earlier, the usual ones first.</summary>
    public static IReadOnlyList<int> ClassicGroups { get; } = Order(TlsGroup.All.Where(group => group.IsForTls12));

    /// <summary>The groups of TLS 1.3, classical ones first: a server that prefers others nevertheless shows it.</summary>
    public static IReadOnlyList<int> ModernGroups { get; } = Order(TlsGroup.All.Where(group => group.IsForTls13));

    /// <summary>The schemes of signatures of TLS 1.2.</summary>
    public static IReadOnlyList<int> ClassicSchemes { get; } =
        [.. TlsSignatureScheme.All.Where(scheme => scheme.IsForTls12).OrderByDescending(scheme => scheme.IsForTls13).Select(s => s.Code)];

    /// <summary>The schemes of signatures of TLS 1.3, and those that certificates may have.</summary>
    public static IReadOnlyList<int> ModernSchemes { get; } =
    [
        .. TlsSignatureScheme.All.Where(scheme => scheme.IsForTls13).Select(scheme => scheme.Code), 0x0401, 0x0501, 0x0601, 0x0201, 0x0203,
    ];

    /// <summary>A hello that offers one version and all of its suites.</summary>
    /// <param name="version">The version; not SSL 2.0, which has hellos of its own.</param>
    /// <param name="serverName">The name of the host; null for none.</param>
    public static ClientHello Usual(int version, string? serverName) => version switch
    {
        TlsVersion.Ssl3 => new()
        {
            Version = version,
            LeastVersion = version,
            RecordVersion = version,
            HasExtensions = false,
            Suites = [.. TlsSuite.Of(version).Select(suite => suite.Code), RenegotiationScsv],
        },
        TlsVersion.Tls13 => new()
        {
            ServerName = serverName,
            SessionId = RandomNumberGenerator.GetBytes(32),
            Suites = [.. TlsSuite.Of(version).Select(suite => suite.Code)],
            SupportedVersions = [version],
            Groups = ModernGroups,
            SignatureSchemes = ModernSchemes,
            KeyShares = [],
            HasPskModes = true,
        },
        _ => new()
        {
            Version = version,
            LeastVersion = version,
            ServerName = serverName,
            Suites = [.. TlsSuite.Of(version).Select(suite => suite.Code)],
            Groups = ClassicGroups,
            HasPointFormats = true,
            SignatureSchemes = version >= TlsVersion.Tls12 ? ClassicSchemes : [],
            HasEncryptThenMac = true,
            HasExtendedMasterSecret = true,
            SessionTicket = [],
            WantsStaple = true,
            RenegotiationInfo = [],
        },
    };

    private static int[] Order(IEnumerable<TlsGroup> groups)
    {
        int[] first = [TlsGroup.X25519, TlsGroup.Secp256r1, TlsGroup.Secp384r1, 25, 30];
        return [.. groups.Select(group => group.Code)
            .OrderBy(code => Array.IndexOf(first, code) is var at and >= 0 ? at : first.Length).ThenBy(code => code)];
    }
}
