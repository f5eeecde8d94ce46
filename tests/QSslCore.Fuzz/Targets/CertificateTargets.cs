using QSslCore.Probing.Messages;
using QSslCore.Verification;

namespace QSslCore.Fuzz.Targets;

/// <summary>Certificates and what is in them.</summary>
internal static class CertificateTargets
{
    private static readonly QSslConfiguration s_configuration = new() { CaCertificates = [OcspTarget.Authority] };

    private static readonly string[] s_extensions =
    [
        ExtensionNames.BasicConstraints, ExtensionNames.KeyUsage, ExtensionNames.ExtendedKeyUsage, ExtensionNames.SubjectAlternativeName,
        ExtensionNames.SubjectKeyIdentifier, ExtensionNames.AuthorityKeyIdentifier, ExtensionNames.AuthorityInformationAccess,
        ExtensionNames.CrlDistributionPoints, ExtensionNames.CertificatePolicies, ExtensionNames.TlsFeature,
        ExtensionNames.SignedCertificateTimestamps,
    ];

    public static void Certificate(ReadOnlySpan<byte> input)
    {
        CertificateReadResult result = CertificateReader.Read(input);
        if (!result.Succeeded)
            FuzzFaultException.ThrowIfUnreasoned(result.Failure);
        FuzzFaultException.ThrowIf(result.Succeeded && result.Certificates.Count == 0, "nothing was read, and there is no reason");
        foreach (QSslCertificate certificate in result.Certificates)
            Look(certificate);
        if (result.Certificates.Count == 0)
            return;
        _ = result.Certificates[0].ToText();
        // The authority has signed nothing that is in the corpus.
        FuzzFaultException.ThrowIf(PeerVerification.EvaluateChain(result.Certificates, s_configuration, "server.test").Count == 0,
            "a stranger's chain is trusted");
    }

    /// <summary>The first byte says which extension.</summary>
    public static void Extension(ReadOnlySpan<byte> input)
    {
        if (input.IsEmpty)
            return;
        QSslCertificateExtension extension = new(s_extensions[input[0] % s_extensions.Length], isCritical: false, input[1..].ToArray());
        FuzzFaultException.ThrowIf(extension.Value is null, "an extension has no value");
    }

    public static void Names(ReadOnlySpan<byte> input)
    {
        _ = NameConstraints.Read(input.ToArray());
        foreach (string name in AuthorityNames.Read(input) ?? [])
            FuzzFaultException.ThrowIf(name.Length > 16 * FuzzTarget.MaxLength, "a name is too long");
    }

    private static void Look(QSslCertificate certificate)
    {
        FuzzFaultException.ThrowIf(certificate.IsNull, "a certificate that was read is null");
        _ = $"{certificate.Subject}{certificate.Issuer}{certificate.SerialNumber}{certificate.Version}{certificate.EffectiveDate}"
            + $"{certificate.DaysLeft}{certificate.LifetimeUsedPercent}{certificate.KeyDescription}{certificate.SignatureAlgorithm}"
            + $"{certificate.SpkiPin}{certificate.IsBlacklisted}{certificate.IsAuthority}{certificate.MustStaple}{certificate.PublicKey}"
            + $"{certificate.IsSelfSigned}{certificate.SubjectDisplayName}";
        string[] lists = [.. certificate.OcspUrls, .. certificate.CrlUrls, .. certificate.CaIssuerUrls, .. certificate.Policies,
            .. certificate.KeyUsages, .. certificate.ExtendedKeyUsages, .. certificate.SignedCertificateTimestamps.Select(p => p.LogId)];
        FuzzFaultException.ThrowIf(lists.Contains(null!), "a list has nothing in it");
        FuzzFaultException.ThrowIf(certificate.Extensions.Any(extension => extension.Value is null), "an extension has no value");
        _ = HostNameMatcher.Matches(certificate, PeerHost.Parse("server.test"), HostNameRules.Rfc9525)
            || HostNameMatcher.Matches(certificate, PeerHost.Parse("server.test"), HostNameRules.Qt);
        _ = QSslCore.Probing.Weaknesses.Keys.CertificateKey.Of(certificate.ToDer()).Weakness;
    }
}
