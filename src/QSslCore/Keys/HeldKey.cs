using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace QSslCore;

/// <summary>A private key that cannot be exported, such as one on a smart card. It signs where it is stored. Signing is
/// thread-safe.</summary>
internal sealed class HeldKey
{
    /// <summary>Says what is not possible with such a key, and what is possible.</summary>
    public const string NotExportable = "The private key cannot be exported from where it is, so it can only sign there";

    private readonly Lock _lock = new();

    private HeldKey(AsymmetricAlgorithm native, QSslKey publicHalf)
    {
        Native = native;
        PublicHalf = publicHalf;
    }

    public AsymmetricAlgorithm Native { get; }

    public QSslKey PublicHalf { get; }

    /// <summary>Returns the private key of a .NET certificate; a null key if it has none.</summary>
    public static QSslKey PrivateKeyOf(X509Certificate2 certificate)
    {
        if (!certificate.HasPrivateKey)
            return QSslKey.Null;
        AsymmetricAlgorithm? native = (AsymmetricAlgorithm?)certificate.GetRSAPrivateKey()
            ?? (AsymmetricAlgorithm?)certificate.GetECDsaPrivateKey()
            ?? (AsymmetricAlgorithm?)certificate.GetECDiffieHellmanPrivateKey() ?? certificate.GetDSAPrivateKey();
        if (native is null)
            return QSslKey.Null;
        QSslKey key = KeyOf(native);
        if (key.IsExportable)
            native.Dispose();
        return key;
    }

    /// <summary>Returns a .NET key as a value: a copy if it can be exported, otherwise the key itself.</summary>
    /// <exception cref="CryptographicException">The key has no private half, or its algorithm is not known.</exception>
    public static QSslKey KeyOf(AsymmetricAlgorithm native)
    {
        if (Export(native) is { IsNull: false } exported)
            return exported;
        QSslKey half = SubjectPublicKeyInfo.Read(native.ExportSubjectPublicKeyInfo());
        if (native is not (RSA or ECDsa))
            throw new CryptographicException($"{NotExportable}, and a key of the kind {KeyNames.Describe(half)} is not supported there.");
        HeldKey held = new(native, half);
        // A key without its private half must fail here, and not during a handshake.
        _ = held.SignHash(SHA256.HashData("x"u8), HashAlgorithmName.SHA256, usesPss: false);
        return QSslKey.FromHeld(held);
    }

    /// <summary>Signs a hash. An RSA signature uses either padding. An elliptic-curve signature is a DER sequence.</summary>
    /// <exception cref="CryptographicException">The key refuses to sign.</exception>
    public byte[] SignHash(byte[] hash, HashAlgorithmName algorithm, bool usesPss)
    {
        // .NET keys do not guarantee that several threads may use them at the same time.
        lock (_lock)
        {
            return Native switch
            {
                RSA rsa => rsa.SignHash(hash, algorithm, usesPss ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1),
                ECDsa ec => ec.SignHash(hash, DSASignatureFormat.Rfc3279DerSequence),
                _ => throw new CryptographicException(NotExportable),
            };
        }
    }

    /// <returns>Null if the key cannot be exported, or the TLS library does not know it.</returns>
    private static QSslKey? Export(AsymmetricAlgorithm key)
    {
        // Windows exports some keys only in encrypted form.
        byte[] passPhrase = RandomNumberGenerator.GetBytes(16);
        byte[] encrypted = [];
        try
        {
            encrypted = key.ExportEncryptedPkcs8PrivateKey(
                passPhrase, new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1));
            return KeyReader.Read(encrypted, EncodingFormat.Der, passPhrase, KeyType.PrivateKey).Key;
        }
        catch (Exception e) when (e is CryptographicException or NotSupportedException or NotImplementedException)
        {
            return null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(passPhrase);
            CryptographicOperations.ZeroMemory(encrypted);
        }
    }
}
