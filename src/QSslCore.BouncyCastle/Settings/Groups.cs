using Org.BouncyCastle.Asn1.X9;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Tls;
using QSslCore.BouncyCastle.Library;
using QSslCore.Tls;

namespace QSslCore.BouncyCastle.Settings;

/// <summary>The groups for the key exchange, by their OpenSSL names.</summary>
internal static class Groups
{
    private sealed record Known(QSslEllipticCurve Curve, params int[] Numbers);

    private static readonly Known[] s_known =
    [
        Of("X25519MLKEM768", "", NamedGroup.X25519MLKEM768),
        Of("X25519", "", NamedGroup.x25519),
        Of("prime256v1", "P-256", NamedGroup.secp256r1),
        Of("X448", "", NamedGroup.x448),
        Of("secp384r1", "P-384", NamedGroup.secp384r1),
        Of("secp521r1", "P-521", NamedGroup.secp521r1),
        Of("SecP256r1MLKEM768", "", NamedGroup.SecP256r1MLKEM768),
        Of("SecP384r1MLKEM1024", "", NamedGroup.SecP384r1MLKEM1024),
        // TLS 1.3 has separate numbers for these curves.
        Of("brainpoolP256r1", "", NamedGroup.brainpoolP256r1tls13, NamedGroup.brainpoolP256r1),
        Of("brainpoolP384r1", "", NamedGroup.brainpoolP384r1tls13, NamedGroup.brainpoolP384r1),
        Of("brainpoolP512r1", "", NamedGroup.brainpoolP512r1tls13, NamedGroup.brainpoolP512r1),
        Of("secp256k1", "", NamedGroup.secp256k1),
    ];

    private static readonly int[] s_usual =
    [
        NamedGroup.X25519MLKEM768, NamedGroup.x25519, NamedGroup.secp256r1, NamedGroup.x448, NamedGroup.secp384r1, NamedGroup.secp521r1,
        NamedGroup.SecP256r1MLKEM768, NamedGroup.SecP384r1MLKEM1024,
        NamedGroup.ffdhe2048, NamedGroup.ffdhe3072, NamedGroup.ffdhe4096, NamedGroup.ffdhe6144, NamedGroup.ffdhe8192,
    ];

    public static IReadOnlyList<QSslEllipticCurve> Supported { get; } =
        [.. s_known.Where(known => known.Numbers.All(IsSupported)).Select(known => known.Curve)];

    /// <summary>Determines whether a group is a plain elliptic curve, as required up to TLS 1.2.</summary>
    public static bool IsCurve(int group) => NamedGroup.GetCurveBits(group) > 0 && !NamedGroup.RefersToASpecificHybrid(group);

    /// <summary>Returns the configured groups that the versions can use, in order, or the default groups if none are configured.</summary>
    /// <exception cref="TlsSetupException">A curve cannot be used; the message names it.</exception>
    public static int[] Offer(QSslConfiguration configuration, ProtocolVersion[] versions)
    {
        List<int> groups = [.. s_usual];
        if (configuration.EllipticCurves is { Length: > 0 } curves)
        {
            groups.Clear();
            foreach (QSslEllipticCurve curve in curves)
            {
                Known known = s_known.FirstOrDefault(k => k.Curve == curve && k.Numbers.All(IsSupported)) ?? throw new TlsSetupException(
                    curve.IsValid
                        ? $"The list of elliptic curves cannot be used: the backend '{BouncyCastleBackend.BackendName}' does not know "
                            + $"the curve '{curve.ShortName}'."
                        : "The list of elliptic curves cannot be used: an invalid curve is in it.");
                groups.AddRange(known.Numbers);
            }
        }
        int[] usable = [.. groups.Where(group => versions.Any(version => NamedGroup.CanBeNegotiated(group, version)))];
        return usable.Length > 0
            ? usable
            : throw new TlsSetupException($"None of the elliptic curves given can be used with the protocol {configuration.Protocol}.");
    }

    /// <summary>Returns the groups that a client sends key shares for at once: the first one, and with a hybrid also a plain one that most
    /// servers support.</summary>
    public static IList<int> Early(IList<int> offered, ProtocolVersion newest)
    {
        int[] usable = [.. offered.Where(group => NamedGroup.CanBeNegotiated(group, newest))];
        return usable.Length > 0 && NamedGroup.RefersToASpecificHybrid(usable[0]) && usable.Any(IsCurve)
            ? [usable[0], usable.First(IsCurve)]
            : [.. usable.Take(1)];
    }

    /// <summary>Returns the number of the curve of a key in TLS; -1 if the key is on none of them.</summary>
    public static int OfKey(AsymmetricKeyParameter? key) =>
        s_known.SelectMany(known => known.Numbers).Where(IsCurve).LastOrDefault(number => IsOn(key, number), -1);

    /// <summary>Determines whether a key is on the curve of a group.</summary>
    public static bool IsOn(AsymmetricKeyParameter? key, int group) =>
        key is ECKeyParameters { Parameters: ECNamedDomainParameters { Name: var curve } }
            && NamedGroup.GetCurveName(group) is { } name && curve.Equals(ECNamedCurveTable.GetOid(name));

    public static string NameOf(int group) => group < 0 ? "" : NamedGroup.GetName(group) ?? "";

    private static bool IsSupported(int group) => TlsUtilities.IsSupportedNamedGroup(Provider.Crypto, group);

    private static Known Of(string name, string nist, params int[] numbers) => new(TlsSuites.Group(name, nist), numbers);
}
