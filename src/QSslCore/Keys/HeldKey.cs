using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace QSslCore;

/// <summary>A private key that cannot be exported, such as one on a smart card: it signs where it is. Thread-safe, as far as its signing
/// is called.</summary>
internal sealed class HeldKey
{
    /// <summary>What cannot be done with such a key, and what can.</summary>
    public const string NotExportable = "The private key cannot be exported from where it is, so it can only sign there";

    private readonly Lock _lock = new();

    private HeldKey(AsymmetricAlgorithm native, QSslKey publicHalf)
    {
        Native = native;
        PublicHalf = publicHalf;
    }

    public AsymmetricAlgorithm Native { get; }

    public QSslKey PublicHalf { get; }

    /// <summary>The private key of one of .NET's certificates; a null key where it has none.</summary>
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

    /// <summary>A key of .NET as a value: a copy where it can be exported, else the key itself.</summary>
    /// <exception cref="CryptographicException">It has no private half, or its algorithm is not known.</exception>
    public static QSslKey KeyOf(AsymmetricAlgorithm native)
    {
        if (Export(native) is { IsNull: false } exported)
            return exported;
        QSslKey half = SubjectPublicKeyInfo.Read(native.ExportSubjectPublicKeyInfo());
        if (native is not (RSA or ECDsa))
            throw new CryptographicException($"{NotExportable}, and a key of the kind {KeyNames.Describe(half)} is not supported there.");
        HeldKey held = new(native, half);
        // A key without its private half fails here, and not in a handshake.
        _ = held.SignHash(SHA256.HashData("x"u8), HashAlgorithmName.SHA256, usesPss: false);
        return QSslKey.FromHeld(held);
    }

    /// <summary>A signature of a hash: of RSA with a padding of either kind, of a curve as a DER sequence.</summary>
    /// <exception cref="CryptographicException">The key refuses.</exception>
    public byte[] SignHash(byte[] hash, HashAlgorithmName algorithm, bool usesPss)
    {
        // .NET's keys do not promise more than one call at a time.
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

    /// <returns>Null where it cannot be exported, or the TLS library does not know it.</returns>
    private static QSslKey? Export(AsymmetricAlgorithm key)
    {
        // Windows gives some exportable keys away encrypted only.
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
