using System.Formats.Asn1;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using QSslCore.Probing.Sessions;

namespace QSslCore.Probing.Weaknesses.Keys;

/// <summary>The key of a certificate, as far as it is looked at.</summary>
/// <param name="Fingerprint">SHA-256 of the SubjectPublicKeyInfo, in upper-case hexadecimal digits.</param>
/// <param name="Modulus">The modulus of an RSA key; zero for another one, and for one that is too long to look at.</param>
/// <param name="Doubt">Why it was not looked at; empty where it was.</param>
internal sealed record CertificateKey(string Fingerprint, BigInteger Modulus, string Doubt = "")
{
    /// <summary>A longer one only costs time.</summary>
    private const int MaxModulusLength = 2048;

    /// <summary>Moduli up to here are factored within a day (FREAK).</summary>
    private const int MaxFactoredBits = 512;

    private static readonly CertificateKey s_unreadable = new("", BigInteger.Zero, "a certificate cannot be read");

    /// <summary>The public exponent of an RSA key; zero for another one.</summary>
    public BigInteger Exponent { get; init; }

    /// <summary>What is wrong with it; null for nothing.</summary>
    public string? Weakness =>
        PublishedKeys.Find(Fingerprint) is { } place ? $"the private key is published ({place})"
        : Modulus.IsZero ? null
        : Exponent.IsOne ? "the exponent is 1, so that anyone can sign"
        : Modulus.GetBitLength() <= MaxFactoredBits
            ? string.Create(CultureInfo.InvariantCulture, $"a modulus of {Modulus.GetBitLength()} bits can be factored")
        : RocaFingerprint.IsIn(Modulus) ? "the modulus has the fingerprint of ROCA (CVE-2017-15361)"
        : RsaFactors.HasSmall(Modulus) ? "the modulus has a factor of at most 16 bits"
        : RsaFactors.IsPrime(Modulus) ? "the modulus is a prime, which tells the private key"
        : RsaFactors.AreClose(Modulus) ? "the factors of the modulus are close to each other"
        : null;

    /// <summary>Of a certificate in DER.</summary>
    public static CertificateKey Of(byte[] certificate)
    {
        try
        {
            using X509Certificate2 read = X509CertificateLoader.LoadCertificate(certificate);
            string fingerprint = Convert.ToHexString(SHA256.HashData(read.PublicKey.ExportSubjectPublicKeyInfo()));
            // .NET has no key for RSASSA-PSS, and refuses strange exponents.
            if (read.PublicKey.Oid.Value is not (KeyNames.Rsa or KeyNames.RsaPss))
                return new(fingerprint, BigInteger.Zero);
            AsnReader numbers = new AsnReader(read.PublicKey.EncodedKeyValue.RawData, AsnEncodingRules.BER).ReadSequence();
            int length = numbers.PeekContentBytes().Length;
            if (length > MaxModulusLength + 1)
                return new(fingerprint, BigInteger.Zero, $"a modulus of {length} bytes is too long to be looked at");
            (BigInteger modulus, BigInteger exponent) = (numbers.ReadInteger(), numbers.ReadInteger());
            return modulus.Sign > 0 && exponent.Sign > 0
                ? new(fingerprint, modulus) { Exponent = exponent }
                : new(fingerprint, BigInteger.Zero, "the numbers of a key are not those of an RSA key");
        }
        catch (Exception e) when (e is CryptographicException or AsnContentException)
        {
            return s_unreadable;
        }
    }

    /// <summary>The keys of a profile's certificates, each once.</summary>
    public static IReadOnlyList<CertificateKey> Of(SslHostProfile profile) =>
    [
        .. profile.Certificates.Where(c => c.Chain.Length > 0).Select(c => c.Chain[0]).Distinct()
            .Select(FromBase64).Distinct(),
    ];

    private static CertificateKey FromBase64(string text)
    {
        byte[] der = new byte[text.Length];
        return Convert.TryFromBase64String(text, der, out int length) ? Of(der[..length]) : s_unreadable;
    }
}
