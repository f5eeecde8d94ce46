using System.Security.Cryptography;
using QSslCore.Verification;

namespace QSslCore;

/// <summary>
/// Identifies the certificate that an answer is about (CertID of RFC 6960, section 4.1.1). The hash only finds the certificate and proves
/// nothing, so a weak hash does no harm.
/// </summary>
/// <param name="HashAlgorithm">The object identifier of the hash.</param>
/// <param name="IssuerNameHash">The hash of the issuer's encoded name.</param>
/// <param name="IssuerKeyHash">The hash of the issuer's key, without the algorithm.</param>
/// <param name="SerialNumber">The content of the INTEGER.</param>
internal sealed record OcspCertificateId(
    string HashAlgorithm, ReadOnlyMemory<byte> IssuerNameHash, ReadOnlyMemory<byte> IssuerKeyHash, ReadOnlyMemory<byte> SerialNumber)
{
    /// <summary>The hashes that responders use and that .NET supports on every system.</summary>
    private static readonly DigestAlgorithm[] s_hashes =
        [DigestAlgorithm.Md5, DigestAlgorithm.Sha1, DigestAlgorithm.Sha256, DigestAlgorithm.Sha384, DigestAlgorithm.Sha512];

    /// <summary>Whether the identifier means a certificate.</summary>
    /// <param name="certificate">The certificate.</param>
    /// <param name="issuer">Its issuer.</param>
    public bool Means(QSslCertificate certificate, QSslCertificate issuer) =>
        SerialNumber.Span.SequenceEqual(certificate.Facts.EncodedSerialNumber.Span)
        && HashOf(certificate.Facts.EncodedIssuer.Span) is { } name && IssuerNameHash.Span.SequenceEqual(name)
        && SubjectPublicKeyInfo.KeyBits(issuer.Facts.EncodedKey) is { } bits
        && HashOf(bits.Span) is { } key && IssuerKeyHash.Span.SequenceEqual(key);

    private byte[]? HashOf(ReadOnlySpan<byte> data)
    {
        HashAlgorithmName? name = Array.Find(s_hashes, hash => hash.Oid == HashAlgorithm)?.Hash;
        return name is { } known ? CryptographicOperations.HashData(known, data) : null;
    }
}
