using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using QSslCore.Probing.Sessions;

namespace QSslCore.Probing.Weaknesses.Keys;

/// <summary>The key of a certificate, as far as it is looked at.</summary>
/// <param name="Fingerprint">SHA-256 of the SubjectPublicKeyInfo, in upper-case hexadecimal digits.</param>
/// <param name="Modulus">The modulus of an RSA key; zero for another one, and for one that is too long to look at.</param>
internal sealed record CertificateKey(string Fingerprint, BigInteger Modulus)
{
    /// <summary>A longer one only costs time.</summary>
    private const int MaxModulusLength = 2048;

    /// <summary>What is wrong with it; null for nothing.</summary>
    public string? Weakness =>
        PublishedKeys.Find(Fingerprint) is { } place ? $"the private key is published ({place})"
        : Modulus.IsZero ? null
        : RocaFingerprint.IsIn(Modulus) ? "the modulus has the fingerprint of ROCA (CVE-2017-15361)"
        : RsaFactors.HasSmall(Modulus) ? "the modulus has a factor of at most 16 bits"
        : RsaFactors.AreClose(Modulus) ? "the factors of the modulus are close to each other"
        : null;

    /// <summary>Of a certificate in DER; null where it cannot be read.</summary>
    public static CertificateKey? Of(byte[] certificate)
    {
        try
        {
            using X509Certificate2 read = X509CertificateLoader.LoadCertificate(certificate);
            string fingerprint = Convert.ToHexString(SHA256.HashData(read.PublicKey.ExportSubjectPublicKeyInfo()));
            using RSA? rsa = read.GetRSAPublicKey();
            byte[] modulus = rsa?.ExportParameters(false).Modulus ?? [];
            return new(fingerprint, modulus.Length <= MaxModulusLength ? BigEndian.Number(modulus) : BigInteger.Zero);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>The keys of a profile's certificates, each once.</summary>
    public static IReadOnlyList<CertificateKey> Of(SslHostProfile profile) =>
    [
        .. profile.Certificates.Where(c => c.Chain.Length > 0).Select(c => c.Chain[0]).Distinct()
            .Select(FromBase64).OfType<CertificateKey>().Distinct(),
    ];

    private static CertificateKey? FromBase64(string text)
    {
        byte[] der = new byte[text.Length];
        return Convert.TryFromBase64String(text, der, out int length) ? Of(der[..length]) : null;
    }
}
