using System.Formats.Asn1;
using System.Security.Cryptography;
using QSslCore.Verification;

namespace QSslCore;

/// <summary>The signature of a list of revoked certificates (RFC 5280, section 5.1.1). It only serves to say what is wrong with a list: the
/// platform decides which one counts.</summary>
internal static class RevocationListSignature
{
    /// <summary>Determines whether a list is signed with the key of a certificate.</summary>
    /// <param name="der">The list.</param>
    /// <param name="issuer">The certificate with the key.</param>
    /// <returns>Null if it cannot be checked with the classes of .NET.</returns>
    public static bool? IsSignedBy(ReadOnlyMemory<byte> der, QSslCertificate issuer)
    {
        try
        {
            AsnReader list = new AsnReader(der, AsnEncodingRules.DER).ReadSequence();
            ReadOnlySpan<byte> signed = list.ReadEncodedValue().Span;
            SignatureAlgorithm algorithm = SignatureAlgorithm.Read(list.ReadEncodedValue());
            ReadOnlySpan<byte> signature = list.ReadBitString(out _);
            return algorithm.Digest?.Hash is { } hash ? Verify(algorithm, hash, signed, signature, issuer.Facts.EncodedKey.Span) : null;
        }
        catch (Exception e) when (e is AsnContentException or CryptographicException or PlatformNotSupportedException or ArgumentException)
        {
            return null;
        }
    }

    private static bool? Verify(
        SignatureAlgorithm algorithm, HashAlgorithmName hash, ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature,
        ReadOnlySpan<byte> key)
    {
        switch (algorithm.Scheme)
        {
            case SignatureScheme.RsaPkcs1:
            case SignatureScheme.RsaPss when algorithm.Pss is { HasSameDigests: true } pss && pss.SaltLength == pss.Digest?.Bytes:
                using (RSA rsa = RSA.Create())
                {
                    rsa.ImportSubjectPublicKeyInfo(key, out _);
                    return rsa.VerifyData(signed, signature, hash, algorithm.Scheme == SignatureScheme.RsaPss
                        ? RSASignaturePadding.Pss
                        : RSASignaturePadding.Pkcs1);
                }
            case SignatureScheme.Ecdsa:
                using (ECDsa ecdsa = ECDsa.Create())
                {
                    ecdsa.ImportSubjectPublicKeyInfo(key, out _);
                    return ecdsa.VerifyData(signed, signature, hash, DSASignatureFormat.Rfc3279DerSequence);
                }
            default:
                return null;
        }
    }
}
