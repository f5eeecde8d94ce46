using System.Formats.Asn1;
using System.Security.Cryptography;
using QSslCore.Tls.Managed;

namespace QSslCore.Tls;

/// <summary>For backends: reads and writes keys with .NET, if the library cannot or uses another form. Thread-safe.</summary>
public static class TlsKeys
{
    /// <inheritdoc cref="TlsBackend.DecodeKey"/>
    public static TlsKeyResult Decode(ReadOnlySpan<byte> data, EncodingFormat format, KeyType type, ReadOnlySpan<byte> passPhrase) =>
        ManagedKeys.Decode(data, format, type, passPhrase);

    /// <inheritdoc cref="TlsBackend.EncodeKey"/>
    public static byte[] Encode(QSslKey key, EncodingFormat format, ReadOnlySpan<byte> passPhrase)
    {
        ArgumentNullException.ThrowIfNull(key);
        return ManagedKeys.Encode(key, format, passPhrase);
    }

    /// <summary>Returns the public half of a private key; a null key if .NET cannot derive it.</summary>
    /// <param name="privateKey">A private key.</param>
    public static QSslKey PublicKeyOf(QSslKey privateKey)
    {
        ArgumentNullException.ThrowIfNull(privateKey);
        return ManagedKeys.PublicKeyOf(privateKey);
    }

    /// <summary>Exports a key for a library: PKCS#8 of a private key, or SubjectPublicKeyInfo of a public key. Both are unencrypted
    /// DER.</summary>
    /// <param name="key">A key.</param>
    /// <returns>A copy, which the caller zeroes; empty for a null key.</returns>
    public static byte[] Export(QSslKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return key.Material.ToArray();
    }

    /// <summary>Returns the public half of a private key that cannot be exported (<see cref="QSslKey.IsExportable"/>), as
    /// SubjectPublicKeyInfo in DER; empty for other keys.</summary>
    /// <param name="key">A key.</param>
    public static byte[] HeldPublicKey(QSslKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return key.Held?.PublicHalf.Material.ToArray() ?? [];
    }

    /// <summary>Signs a hash with a private key that cannot be exported.</summary>
    /// <param name="key">An RSA or elliptic-curve key that cannot be exported.</param>
    /// <param name="hash">The hash.</param>
    /// <param name="algorithm">The algorithm of the hash.</param>
    /// <param name="usesPss">For RSA: true for PSS padding with a salt as long as the hash, false for PKCS #1 v1.5 padding.</param>
    /// <returns>The signature. An elliptic-curve signature is a DER sequence.</returns>
    /// <exception cref="ArgumentException">The key can be exported.</exception>
    /// <exception cref="CryptographicException">The key refuses to sign.</exception>
    public static byte[] SignHash(QSslKey key, byte[] hash, HashAlgorithmName algorithm, bool usesPss)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(hash);
        HeldKey held = key.Held ?? throw new ArgumentException("The key can be exported; sign with the key itself.", nameof(key));
        return held.SignHash(hash, algorithm, usesPss);
    }

    /// <summary>Returns the result of <see cref="TlsBackend.DecodeKey"/> for a private key that a library has decrypted.</summary>
    /// <param name="pkcs8">The key as unencrypted PKCS#8 in DER. The caller zeroes it.</param>
    /// <returns>Unsupported if .NET knows the algorithm but cannot read the key. A key of another algorithm is used as it is.</returns>
    public static TlsKeyResult FromPkcs8(ReadOnlySpan<byte> pkcs8)
    {
        try
        {
            using DecodedKey key = DecodedKey.FromPkcs8(pkcs8);
            return key.ToResult();
        }
        catch (Exception e) when (e is CryptographicException or AsnContentException or PlatformNotSupportedException)
        {
            return TlsKeyResult.Failed(KeyReadFailure.Unsupported);
        }
    }

    /// <summary>Reads a public key.</summary>
    /// <param name="subjectPublicKeyInfo">The key as SubjectPublicKeyInfo in DER; it is copied.</param>
    /// <returns>A null key (<see cref="QSslKey.IsNull"/>) if the data cannot be read.</returns>
    public static QSslKey ReadPublicKey(ReadOnlyMemory<byte> subjectPublicKeyInfo) => SubjectPublicKeyInfo.Read(subjectPublicKeyInfo);

    /// <summary>Returns the encrypted PKCS#8 in a PEM text.</summary>
    /// <param name="pem">The text; only its first block is used.</param>
    /// <returns>The block's DER; null if the block is damaged or something else.</returns>
    public static byte[]? FindEncryptedPkcs8(ReadOnlySpan<byte> pem)
    {
        if (!new PemReader(pem).Read(out PemBlock block) || block.Damage is not null)
            return null;
        byte[] body = block.Decode();
        try
        {
            if (EncryptedPkcs8.IsOne(body))
                return body;
        }
        catch (AsnContentException)
        {
            // The data is not ASN.1, so the key is encrypted in the traditional way.
        }
        CryptographicOperations.ZeroMemory(body);
        return null;
    }
}
