using System.Security.Cryptography;

namespace QSslCore;

/// <summary>
/// Which certificate an answer is about (CertID of RFC 6960, section 4.1.1). The hash only finds it: a weak one proves nothing and
/// harms nothing.
/// </summary>
/// <param name="HashAlgorithm">The object identifier of the hash.</param>
/// <param name="IssuerNameHash">Of the issuer's name as it is encoded.</param>
/// <param name="IssuerKeyHash">Of the issuer's key, without the algorithm.</param>
/// <param name="SerialNumber">The content of the INTEGER.</param>
internal sealed record OcspCertificateId(
    string HashAlgorithm, ReadOnlyMemory<byte> IssuerNameHash, ReadOnlyMemory<byte> IssuerKeyHash, ReadOnlyMemory<byte> SerialNumber)
{
    /// <summary>Whether it means a certificate.</summary>
    /// <param name="certificate">The certificate.</param>
    /// <param name="issuer">Its issuer.</param>
    public bool Means(QSslCertificate certificate, QSslCertificate issuer) =>
        SerialNumber.Span.SequenceEqual(certificate.Facts.EncodedSerialNumber.Span)
        && HashOf(certificate.Facts.EncodedIssuer.Span) is { } name && IssuerNameHash.Span.SequenceEqual(name)
        && SubjectPublicKeyInfo.KeyBits(issuer.Facts.EncodedKey) is { } bits
        && HashOf(bits.Span) is { } key && IssuerKeyHash.Span.SequenceEqual(key);

    private byte[]? HashOf(ReadOnlySpan<byte> data)
    {
        HashAlgorithmName? name = HashAlgorithm switch
        {
            "1.2.840.113549.2.5" => HashAlgorithmName.MD5,
            "1.3.14.3.2.26" => HashAlgorithmName.SHA1,
            "2.16.840.1.101.3.4.2.1" => HashAlgorithmName.SHA256,
            "2.16.840.1.101.3.4.2.2" => HashAlgorithmName.SHA384,
            "2.16.840.1.101.3.4.2.3" => HashAlgorithmName.SHA512,
            _ => null,
        };
        return name is { } known ? CryptographicOperations.HashData(known, data) : null;
    }
}
