namespace QSslCore;

/// <summary>The object identifiers of extensions and of their contents, with short names in OpenSSL's spelling.</summary>
internal static class ExtensionNames
{
    public const string SubjectKeyIdentifier = "2.5.29.14";
    public const string KeyUsage = "2.5.29.15";
    public const string SubjectAlternativeName = "2.5.29.17";
    public const string BasicConstraints = "2.5.29.19";
    public const string NameConstraints = "2.5.29.30";
    public const string CrlDistributionPoints = "2.5.29.31";
    public const string CertificatePolicies = "2.5.29.32";
    public const string PolicyMappings = "2.5.29.33";
    public const string AuthorityKeyIdentifier = "2.5.29.35";
    public const string PolicyConstraints = "2.5.29.36";
    public const string ExtendedKeyUsage = "2.5.29.37";
    public const string InhibitAnyPolicy = "2.5.29.54";
    public const string AuthorityInformationAccess = "1.3.6.1.5.5.7.1.1";
    public const string OcspNoCheck = "1.3.6.1.5.5.7.48.1.5";
    public const string NetscapeCertificateType = "2.16.840.1.113730.1.1";
    public const string TlsFeature = "1.3.6.1.5.5.7.1.24";
    public const string SignedCertificateTimestamps = "1.3.6.1.4.1.11129.2.4.2";
    public const string SignedCertificateTimestampsOfOcsp = "1.3.6.1.4.1.11129.2.4.5";

    public const string AnyPurpose = "2.5.29.37.0";
    public const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    public const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";
    public const string CodeSigning = "1.3.6.1.5.5.7.3.3";
    public const string OcspSigning = "1.3.6.1.5.5.7.3.9";

    private static readonly Dictionary<string, string> s_names = new()
    {
        ["2.5.29.9"] = "subjectDirectoryAttributes",
        [SubjectKeyIdentifier] = "subjectKeyIdentifier",
        [KeyUsage] = "keyUsage",
        ["2.5.29.16"] = "privateKeyUsagePeriod",
        [SubjectAlternativeName] = "subjectAltName",
        ["2.5.29.18"] = "issuerAltName",
        [BasicConstraints] = "basicConstraints",
        [NameConstraints] = "nameConstraints",
        [CrlDistributionPoints] = "crlDistributionPoints",
        [CertificatePolicies] = "certificatePolicies",
        [PolicyMappings] = "policyMappings",
        [AuthorityKeyIdentifier] = "authorityKeyIdentifier",
        [PolicyConstraints] = "policyConstraints",
        [ExtendedKeyUsage] = "extendedKeyUsage",
        ["2.5.29.46"] = "freshestCRL",
        [InhibitAnyPolicy] = "inhibitAnyPolicy",
        [AuthorityInformationAccess] = "authorityInfoAccess",
        ["1.3.6.1.5.5.7.1.3"] = "qcStatements",
        ["1.3.6.1.5.5.7.1.11"] = "subjectInfoAccess",
        [TlsFeature] = "tlsfeature",
        [OcspNoCheck] = "noCheck",
        [SignedCertificateTimestamps] = "ct_precert_scts",
        ["1.3.6.1.4.1.11129.2.4.3"] = "ct_precert_poison",
        ["1.3.6.1.4.1.311.20.2"] = "msCertificateTemplateName",
        [NetscapeCertificateType] = "nsCertType",
        ["2.16.840.1.113730.1.13"] = "nsComment",
    };

    private static readonly Dictionary<string, string> s_purposes = new()
    {
        [AnyPurpose] = "anyExtendedKeyUsage",
        [ServerAuthentication] = "serverAuth",
        [ClientAuthentication] = "clientAuth",
        [CodeSigning] = "codeSigning",
        ["1.3.6.1.5.5.7.3.4"] = "emailProtection",
        ["1.3.6.1.5.5.7.3.8"] = "timeStamping",
        [OcspSigning] = "OCSPSigning",
        ["1.3.6.1.4.1.311.20.2.2"] = "msSmartcardLogin",
    };

    private static readonly Dictionary<string, string> s_accessMethods = new()
    {
        ["1.3.6.1.5.5.7.48.1"] = "OCSP",
        ["1.3.6.1.5.5.7.48.2"] = "caIssuers",
    };

    /// <summary>The names of the bits of a key usage (RFC 5280, section 4.2.1.3), the first bit first.</summary>
    public static IReadOnlyList<string> KeyUsages { get; } =
    [
        "digitalSignature", "nonRepudiation", "keyEncipherment", "dataEncipherment", "keyAgreement", "keyCertSign", "cRLSign",
        "encipherOnly", "decipherOnly",
    ];

    public static string For(string oid) => s_names.GetValueOrDefault(oid, oid);

    public static string ForPurpose(string oid) => s_purposes.GetValueOrDefault(oid, oid);

    public static string ForAccessMethod(string oid) => s_accessMethods.GetValueOrDefault(oid, oid);
}
