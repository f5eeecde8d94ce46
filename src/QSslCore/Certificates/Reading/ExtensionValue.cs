using System.Collections.ObjectModel;
using System.Formats.Asn1;

namespace QSslCore;

/// <summary>The contents of an extension as a value for scripts.</summary>
/// <param name="Value">The value.</param>
/// <param name="IsSupported">Whether its format does not change.</param>
internal sealed record ExtensionValue(object? Value, bool IsSupported)
{
    /// <summary>Decodes an extension. The value is bytes if the extension is unknown or cannot be read.</summary>
    public static ExtensionValue Decode(string oid, ReadOnlyMemory<byte> encoded)
    {
        try
        {
            return oid switch
            {
                ExtensionNames.BasicConstraints => new(BasicConstraints(encoded), true),
                ExtensionNames.AuthorityInformationAccess => new(InformationAccess(encoded), true),
                ExtensionNames.SubjectKeyIdentifier => new(ColonPairs(ExtensionReader.KeyIdentifier(encoded)), true),
                ExtensionNames.AuthorityKeyIdentifier => new(AuthorityKeyIdentifier(encoded), true),
                ExtensionNames.KeyUsage => new(ExtensionReader.KeyUsages(encoded), false),
                ExtensionNames.ExtendedKeyUsage => new(ExtensionReader.Purposes(encoded), false),
                ExtensionNames.SubjectAlternativeName => new(AlternativeNames(encoded), false),
                ExtensionNames.CertificatePolicies => new(ExtensionReader.Policies(encoded), false),
                ExtensionNames.CrlDistributionPoints => new(ExtensionReader.CrlUrls(encoded), false),
                ExtensionNames.TlsFeature => new(ExtensionReader.TlsFeatures(encoded).Select(FeatureName).ToArray(), false),
                ExtensionNames.SignedCertificateTimestamps => new(ExtensionReader.Timestamps(encoded), false),
                _ => new(encoded.ToArray(), false),
            };
        }
        catch (AsnContentException)
        {
            return new(encoded.ToArray(), false);
        }
    }

    private static ReadOnlyDictionary<string, object> BasicConstraints(ReadOnlyMemory<byte> encoded)
    {
        (bool isAuthority, long? pathLength) = ExtensionReader.BasicConstraints(encoded);
        Dictionary<string, object> value = new() { ["ca"] = isAuthority };
        if (pathLength is { } length)
            value["pathLenConstraint"] = length;
        return new(value);
    }

    private static ReadOnlyDictionary<string, object> InformationAccess(ReadOnlyMemory<byte> encoded)
    {
        // If there are several URLs for one method, the last one is used, as in Qt.
        Dictionary<string, object> value = [];
        foreach ((string method, string url) in ExtensionReader.InformationAccess(encoded))
            value[method] = url;
        return new(value);
    }

    private static ReadOnlyDictionary<string, object> AuthorityKeyIdentifier(ReadOnlyMemory<byte> encoded)
    {
        (byte[]? key, System.Numerics.BigInteger? serial) = ExtensionReader.AuthorityKeyIdentifier(encoded);
        Dictionary<string, object> value = [];
        if (key is not null)
            value["keyid"] = Convert.ToHexStringLower(key);
        if (serial is { } number)
            value["serial"] = number >= long.MinValue && number <= long.MaxValue ? (object)(long)number : number;
        return new(value);
    }

    private static ReadOnlyDictionary<string, object> AlternativeNames(ReadOnlyMemory<byte> encoded)
    {
        IReadOnlyList<AlternativeName> names = CertificateParser.ReadAlternativeNames(encoded);
        Dictionary<string, object> value = [];
        foreach (IGrouping<AlternativeNameEntryType, AlternativeName> kind in names.GroupBy(name => name.Type))
            value[AlternativeName.KindOf(kind.Key)] = kind.Select(name => name.Value).ToArray();

        return new(value);
    }

    private static string ColonPairs(byte[] bytes) => string.Join(':', bytes.Select(b => b.ToString("X2", null)));

    // RFC 7633 uses the numbers of TLS extensions.
    private static string FeatureName(int number) => number switch
    {
        ExtensionReader.StatusRequest => "status_request",
        17 => "status_request_v2",
        _ => number.ToString(System.Globalization.CultureInfo.InvariantCulture),
    };
}
