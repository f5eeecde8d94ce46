using System.Security.Cryptography;

namespace QSslCore;

// The contents of a certificate.
public sealed partial class QSslCertificate
{
    /// <summary>The version as text: 1, 2, or 3. Empty for a null certificate.</summary>
    [QtMember("QSslCertificate::version")]
    public string Version => Facts.Version;

    /// <summary>The serial number as pairs of lower-case hexadecimal digits with colons between them.</summary>
    [QtMember("QSslCertificate::serialNumber")]
    public string SerialNumber => Facts.SerialNumber;

    /// <summary>The subject's distinguished name, the most specific part first. Not one of Qt's members.</summary>
    public string Subject => Facts.Subject.ToString();

    /// <summary>The issuer's distinguished name, the most specific part first. Not one of Qt's members.</summary>
    public string Issuer => Facts.Issuer.ToString();

    /// <summary>The subject's common name. If it is missing, the organization, and then the organizational unit. Empty if all are
    /// missing.</summary>
    [QtMember("QSslCertificate::subjectDisplayName")]
    public string SubjectDisplayName => Facts.Subject.DisplayName;

    /// <summary>The subject's display name for messages. Invisible characters are escaped.</summary>
    internal string VisibleName => VisibleText.Of(SubjectDisplayName);

    /// <summary>The issuer's common name. If it is missing, the organization, and then the organizational unit. Empty if all are
    /// missing.</summary>
    [QtMember("QSslCertificate::issuerDisplayName")]
    public string IssuerDisplayName => Facts.Issuer.DisplayName;

    /// <summary>The names of the attributes in the subject's name, sorted, each once.</summary>
    [QtMember("QSslCertificate::subjectInfoAttributes")]
    public IReadOnlyList<string> SubjectInfoAttributes => Facts.Subject.Attributes;

    /// <summary>The names of the attributes in the issuer's name, sorted, each once.</summary>
    [QtMember("QSslCertificate::issuerInfoAttributes")]
    public IReadOnlyList<string> IssuerInfoAttributes => Facts.Issuer.Attributes;

    /// <summary>The names that the certificate is valid for: e-mail, DNS and IP entries, in their order.</summary>
    [QtMember("QSslCertificate::subjectAlternativeNames")]
    public IReadOnlyList<AlternativeName> SubjectAlternativeNames => Facts.AlternativeNames;

    /// <summary>The time from which the certificate is valid, in UTC. Null for a null certificate or if the time cannot be read.</summary>
    [QtMember("QSslCertificate::effectiveDate")]
    public DateTimeOffset? EffectiveDate => Facts.NotBefore;

    /// <summary>The time until which the certificate is valid, in UTC. Null for a null certificate or if the time cannot be read.</summary>
    [QtMember("QSslCertificate::expiryDate")]
    public DateTimeOffset? ExpiryDate => Facts.NotAfter;

    /// <summary>The name of the algorithm that the certificate is signed with, such as <c>sha256WithRSAEncryption</c>. Not one of Qt's
    /// members.</summary>
    public string SignatureAlgorithm => Facts.SignatureAlgorithm.Name;

    /// <summary>The subject's public key, or a null key if it cannot be read.</summary>
    [QtMember("QSslCertificate::publicKey")]
    public QSslKey PublicKey => Facts.PublicKey;

    /// <summary>A description of the public key, such as <c>RSA 2048</c> or <c>EC P-256</c>. Not one of Qt's members.</summary>
    public string KeyDescription => IsNull ? "" : KeyNames.Describe(PublicKey);

    /// <summary>The SHA-256 hash of the certificate as upper-case hexadecimal digits. Not one of Qt's members.</summary>
    public string Sha256Thumbprint => IsNull ? "" : Convert.ToHexString(SHA256.HashData(_der));

    /// <summary>The SHA-256 hash of the public key as used for pinning: <c>sha256/</c> and base64. Not one of Qt's members.</summary>
    public string SpkiPin => PublicKey.IsNull ? "" : "sha256/" + Convert.ToBase64String(SHA256.HashData(PublicKey.Material));

    /// <summary>Whether the certificate could have issued itself. Its names, key identifiers, and key usage must allow it.</summary>
    [QtMember("QSslCertificate::isSelfSigned")]
    public bool IsSelfSigned => Facts.IsSelfSigned;

    /// <summary>Whether the certificate is one of those known to be compromised.</summary>
    [QtMember("QSslCertificate::isBlacklisted")]
    public bool IsBlacklisted => CertificateBlacklist.Contains(this);

    /// <summary>The values of one attribute of the subject's name, the last one first. Empty if the attribute is missing.</summary>
    [QtMember("QSslCertificate::subjectInfo")]
    public IReadOnlyList<string> SubjectInfo(SubjectInfo attribute) => Facts.Subject.Values(DistinguishedName.NameOf(attribute));

    /// <summary>The values of one attribute of the subject's name, the last one first. Empty if the attribute is missing.</summary>
    /// <param name="attribute">A short name such as <c>CN</c>, or an object identifier in dotted form.</param>
    [QtMember("QSslCertificate::subjectInfo")]
    public IReadOnlyList<string> SubjectInfo(string attribute) => Facts.Subject.Values(attribute);

    /// <summary>The values of one attribute of the issuer's name, the last one first. Empty if the attribute is missing.</summary>
    [QtMember("QSslCertificate::issuerInfo")]
    public IReadOnlyList<string> IssuerInfo(SubjectInfo attribute) => Facts.Issuer.Values(DistinguishedName.NameOf(attribute));

    /// <summary>The values of one attribute of the issuer's name, the last one first. Empty if the attribute is missing.</summary>
    /// <param name="attribute">A short name such as <c>CN</c>, or an object identifier in dotted form.</param>
    [QtMember("QSslCertificate::issuerInfo")]
    public IReadOnlyList<string> IssuerInfo(string attribute) => Facts.Issuer.Values(attribute);
}
