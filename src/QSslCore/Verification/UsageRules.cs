namespace QSslCore.Verification;

/// <summary>
/// Checks the permitted usage of each certificate: to issue certificates, and to authenticate a peer (RFC 5280, sections 4.2.1.3, 4.2.1.9
/// and 4.2.1.12).
/// </summary>
internal static class UsageRules
{
    private const byte NetscapeClient = 0x80;
    private const byte NetscapeServer = 0x40;

    private static readonly string[] s_serverUsages = ["digitalSignature", "keyEncipherment", "keyAgreement"];

    // A client authenticates by signing, so usages for encryption do not apply to it.
    private static readonly string[] s_clientUsages = ["digitalSignature", "keyAgreement"];

    /// <param name="path">The path, leaf first.</param>
    /// <param name="i">The certificate to judge.</param>
    /// <param name="usage">The purpose for which the peer uses the leaf.</param>
    public static IEnumerable<QSslError> Check(IReadOnlyList<QSslCertificate> path, int i, PeerUsage usage)
    {
        QSslCertificate certificate = path[i];
        string[] noAuthority = i == 0 ? [] : [.. NoAuthority(certificate, isLast: i == path.Count - 1)];
        if (noAuthority.Length > 0)
        {
            yield return new(
                SslErrorCode.InvalidCaCertificate, certificate,
                $"'{certificate.VisibleName}' is not allowed to issue certificates: "
                + string.Join(", and ", noAuthority));
        }
        if (usage == PeerUsage.Any)
            yield break;
        string[] otherPurpose = [.. OtherPurpose(certificate, isLeaf: i == 0, usage)];
        // As in OpenSSL, the purpose of a certificate at this position is to issue others.
        if (otherPurpose.Length == 0 && noAuthority.Length > 0)
            otherPurpose = ["it is not for an authority"];
        if (otherPurpose.Length > 0)
        {
            string peer = usage == PeerUsage.ServerAuthentication ? "a TLS server" : "a TLS client";
            string role = i == 0 ? peer : $"an issuer of {peer}'s certificate";
            string text = $"The certificate is not meant for {role}: {string.Join(", and ", otherPurpose)}";
            yield return new(SslErrorCode.InvalidPurpose, certificate, text);
        }
    }

    private static IEnumerable<string> NoAuthority(QSslCertificate certificate, bool isLast)
    {
        CertificateFacts facts = certificate.Facts;
        string[]? usages = KeyUsages(facts);
        bool maySign = usages is null || usages.Contains("keyCertSign");
        if (facts.Extensions.Find(ExtensionNames.BasicConstraints) is null)
        {
            // Old roots do not have the extension. They are accepted at the end of a path, as in OpenSSL and .NET.
            bool isOldRoot = isLast && (usages is not null || (facts.EncodedVersion == 0 && PathRules.IsSelfIssued(certificate)));
            if (!isOldRoot)
                yield return "it has no basic constraints";
        }
        else if (facts.Extensions.TryRead(ExtensionNames.BasicConstraints, ExtensionReader.BasicConstraints) is not { IsAuthority: true })
        {
            yield return "its basic constraints do not make it an authority";
        }
        if (!maySign)
            yield return "its key usage does not include keyCertSign";
    }

    private static IEnumerable<string> OtherPurpose(QSslCertificate certificate, bool isLeaf, PeerUsage usage)
    {
        CertificateExtensions extensions = certificate.Facts.Extensions;
        bool isServer = usage == PeerUsage.ServerAuthentication;
        string required = isServer ? ExtensionNames.ServerAuthentication : ExtensionNames.ClientAuthentication;
        if (extensions.Find(ExtensionNames.ExtendedKeyUsage) is not null)
        {
            // An extension that cannot be read permits no purpose.
            string[] purposes = extensions.Read(ExtensionNames.ExtendedKeyUsage, ExtensionReader.PurposeOids);
            if (!purposes.Contains(required) && !purposes.Contains(ExtensionNames.AnyPurpose))
                yield return $"its extended key usage does not include {ExtensionNames.ForPurpose(required)}";
        }
        if (!isLeaf)
            yield break;
        string[] sufficient = isServer ? s_serverUsages : s_clientUsages;
        if (KeyUsages(certificate.Facts) is { } usages && !usages.Intersect(sufficient).Any())
            yield return $"its key usage includes none of {string.Join(", ", sufficient)}";
        if (extensions.Find(ExtensionNames.NetscapeCertificateType) is not null)
        {
            byte types = extensions.TryRead(ExtensionNames.NetscapeCertificateType, ExtensionReader.NetscapeTypes) ?? 0;
            if ((types & (isServer ? NetscapeServer : NetscapeClient)) == 0)
                yield return "its Netscape certificate type is another";
        }
    }

    /// <returns>Null if the extension is missing; an empty list if it cannot be read.</returns>
    private static string[]? KeyUsages(CertificateFacts facts) => facts.Extensions.Find(ExtensionNames.KeyUsage) is null
        ? null
        : facts.Extensions.Read(ExtensionNames.KeyUsage, ExtensionReader.KeyUsages);
}
