using System.Formats.Asn1;

namespace QSslCore.Verification;

/// <summary>Checks whether a certificate can be read, and whether all its critical extensions are understood (RFC 5280, sections 4.1 and
/// 4.2).</summary>
internal static class ExtensionRules
{
    private const int Version3 = 2;

    /// <summary>The extensions that are evaluated. If one of them cannot be read, its meaning is unknown, so the certificate is
    /// refused.</summary>
    private static readonly Dictionary<string, Func<ReadOnlyMemory<byte>, bool>> s_readers = new()
    {
        [ExtensionNames.BasicConstraints] = encoded => ExtensionReader.BasicConstraints(encoded) is var _,
        [ExtensionNames.KeyUsage] = encoded => ExtensionReader.KeyUsages(encoded) is not null,
        [ExtensionNames.ExtendedKeyUsage] = encoded => ExtensionReader.PurposeOids(encoded).Length > 0,
        [ExtensionNames.SubjectAlternativeName] = encoded => CertificateParser.ReadAlternativeNames(encoded) is not null,
        [ExtensionNames.SubjectKeyIdentifier] = encoded => ExtensionReader.KeyIdentifier(encoded) is not null,
        [ExtensionNames.AuthorityKeyIdentifier] = encoded => ExtensionReader.AuthorityKeyIdentifier(encoded) is var _,
        [ExtensionNames.CrlDistributionPoints] = encoded => ExtensionReader.CrlUrls(encoded) is not null,
        [ExtensionNames.CertificatePolicies] = encoded => ExtensionReader.Policies(encoded).Length > 0,
        [ExtensionNames.PolicyMappings] = encoded => ExtensionReader.PolicyMappings(encoded) is not null,
        [ExtensionNames.PolicyConstraints] = encoded => ExtensionReader.PolicyConstraints(encoded) is var _,
        [ExtensionNames.InhibitAnyPolicy] = encoded => ExtensionReader.InhibitAnyPolicy(encoded) >= 0,
        [ExtensionNames.NetscapeCertificateType] = encoded => ExtensionReader.NetscapeTypes(encoded) is var _,
    };

    /// <summary>
    /// The extensions that may be critical: all that this library obeys, and two that only concern revocation. Key identifiers are not
    /// among them, as in OpenSSL, because RFC 5280 does not allow them to be critical (sections 4.2.1.1 and 4.2.1.2).
    /// </summary>
    private static readonly HashSet<string> s_understood =
    [
        ExtensionNames.BasicConstraints, ExtensionNames.KeyUsage, ExtensionNames.ExtendedKeyUsage, ExtensionNames.SubjectAlternativeName,
        ExtensionNames.NameConstraints, ExtensionNames.CertificatePolicies, ExtensionNames.PolicyMappings, ExtensionNames.PolicyConstraints,
        ExtensionNames.InhibitAnyPolicy, ExtensionNames.NetscapeCertificateType, ExtensionNames.CrlDistributionPoints,
        ExtensionNames.OcspNoCheck,
    ];

    public static IEnumerable<QSslError> Check(QSslCertificate certificate)
    {
        if (ReferenceEquals(certificate.Facts, CertificateFacts.None))
        {
            yield return new(SslErrorCode.InvalidCertificate, certificate, "The certificate cannot be read");
            yield break;
        }
        string[] faults = [.. Faults(certificate.Facts)];
        if (faults.Length > 0)
            yield return new(SslErrorCode.InvalidCertificate, certificate, $"The certificate is malformed: {string.Join("; ", faults)}");

        string[] unknown = [.. certificate.Extensions.Where(extension => extension.IsCritical && !s_understood.Contains(extension.Oid))
            .Select(extension => ExtensionNames.For(extension.Oid)).Distinct()];
        if (unknown.Length > 0)
        {
            yield return new(
                SslErrorCode.UnhandledCriticalExtension, certificate,
                $"The certificate has critical extensions that are not understood: {string.Join(", ", unknown)}");
        }
    }

    private static IEnumerable<string> Faults(CertificateFacts facts)
    {
        if (facts.EncodedVersion is < 0 or > Version3)
            yield return $"there is no version {facts.Version}";
        if (facts.Extensions.IsPresent && facts.EncodedVersion < Version3)
            yield return $"a certificate of version {facts.Version} has no extensions";
        if (facts.Extensions.IsPresent && facts.Extensions.All.Count == 0)
            yield return "its list of extensions is empty";

        HashSet<string> seen = [];
        foreach (QSslCertificateExtension extension in facts.Extensions.All)
        {
            string name = ExtensionNames.For(extension.Oid);
            if (!seen.Add(extension.Oid))
                yield return $"the extension {name} is there more than once";
            if (s_readers.TryGetValue(extension.Oid, out var read) && !CanRead(read, extension.Encoded))
                yield return $"the extension {name} cannot be read";
        }
    }

    private static bool CanRead(Func<ReadOnlyMemory<byte>, bool> read, ReadOnlyMemory<byte> encoded)
    {
        try
        {
            return read(encoded);
        }
        catch (AsnContentException)
        {
            return false;
        }
    }
}
