using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using QSslCore.Verification;

namespace QSslCore.Tls.Managed;

/// <summary>Checks signatures of certificates with .NET's own classes, chosen by the algorithm.</summary>
internal sealed class ManagedSignatures : ISignatureVerifier
{
    public static ManagedSignatures Instance { get; } = new();

    public bool IsSignedBy(QSslCertificate certificate, QSslCertificate issuer)
    {
        CertificateFacts facts = certificate.Facts;
        // RFC 5280, section 4.1.1.2: both fields must state the same algorithm.
        if (facts.Signature.IsEmpty || !facts.SignedAlgorithm.Span.SequenceEqual(facts.EncodedAlgorithm.Span))
            return false;
        try
        {
            return Verify(facts, issuer.Facts.EncodedKey.Span) ?? VerifyByChain(certificate, issuer);
        }
        catch (Exception e) when (e is CryptographicException or PlatformNotSupportedException or AsnContentException or ArgumentException)
        {
            return false;
        }
    }

    /// <returns>Null if .NET has no class for the algorithm or the key.</returns>
    private static bool? Verify(CertificateFacts facts, ReadOnlySpan<byte> key)
    {
        if (facts.SignatureAlgorithm is not { Digest.Hash: { } hash } algorithm || !IsSupported(hash))
            return null;
        ReadOnlySpan<byte> signed = facts.Signed.Span, signature = facts.Signature.Span;
        switch (algorithm.Scheme)
        {
            case SignatureScheme.RsaPkcs1:
                using (RSA rsa = RSA.Create())
                    return TryImport(rsa, key) ? rsa.VerifyData(signed, signature, hash, RSASignaturePadding.Pkcs1) : null;
            case SignatureScheme.RsaPss when algorithm.Pss is { HasSameDigests: true } pss && pss.SaltLength == pss.Digest?.Bytes:
                using (RSA rsa = RSA.Create())
                    return TryImport(rsa, key) ? rsa.VerifyData(signed, signature, hash, RSASignaturePadding.Pss) : null;
            case SignatureScheme.Ecdsa:
                using (ECDsa ecdsa = ECDsa.Create())
                    return TryImport(ecdsa, key) ? ecdsa.VerifyData(signed, signature, hash, DSASignatureFormat.Rfc3279DerSequence) : null;
            case SignatureScheme.Dsa:
                using (DSA dsa = DSA.Create())
                    return TryImport(dsa, key) ? dsa.VerifyData(signed, signature, hash, DSASignatureFormat.Rfc3279DerSequence) : null;
            default:
                return null;
        }
    }

    private static bool IsSupported(HashAlgorithmName hash) =>
        hash.Name?.StartsWith("SHA3", StringComparison.Ordinal) != true || SHA3_256.IsSupported;

    private static bool TryImport(AsymmetricAlgorithm algorithm, ReadOnlySpan<byte> key)
    {
        try
        {
            ReadOnlySpan<byte> whole = algorithm is ECDsa ? CompressedPoint.Expand(key) : key;
            algorithm.ImportSubjectPublicKeyInfo(whole, out int read);
            return read == whole.Length;
        }
        catch (Exception e) when (e is CryptographicException or PlatformNotSupportedException)
        {
            return false;
        }
    }

    /// <summary>
    /// For chains, the platform supports more algorithms than .NET has classes for (Ed25519, RSASSA-PSS with any salt). A chain of two
    /// certificates makes it check one signature.
    /// </summary>
    private static bool VerifyByChain(QSslCertificate certificate, QSslCertificate issuer)
    {
        using X509Certificate2 lower = certificate.ToX509Certificate2(), upper = issuer.ToX509Certificate2();
        using X509Chain chain = new();
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(upper);
        chain.ChainPolicy.ExtraStore.Add(upper);
        chain.ChainPolicy.VerificationFlags = X509VerificationFlags.AllFlags;
        try
        {
            _ = chain.Build(lower);
            const X509ChainStatusFlags Unsigned = X509ChainStatusFlags.NotSignatureValid | X509ChainStatusFlags.Cyclic;
            return chain.ChainElements.Count >= 2
                && chain.ChainElements[1].Certificate.RawDataMemory.Span.SequenceEqual(issuer.Der)
                && chain.ChainElements[0].ChainElementStatus.All(status => (status.Status & Unsigned) == 0);
        }
        finally
        {
            foreach (X509ChainElement element in chain.ChainElements)
                element.Certificate.Dispose();
        }
    }
}
