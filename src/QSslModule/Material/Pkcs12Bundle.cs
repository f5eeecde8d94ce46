using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using QSslCore;

namespace QSslModule;

/// <summary>Certificates and a private key in a PKCS#12 bundle (RFC 7292), by .NET's own means.</summary>
internal static class Pkcs12Bundle
{
    /// <summary>The HResult of a bundle that the pass phrase does not open (ERROR_INVALID_PASSWORD).</summary>
    public const int WrongPassphrase = unchecked((int)0x80070056);

    // What OpenSSL and Windows read alike, and half of what .NET refuses as too costly.
    private const int Iterations = 150_000;

    /// <summary>The certificates, the end of their chain first. The keys stay untouched.</summary>
    /// <exception cref="CryptographicException">The data is damaged, or the pass phrase is wrong.</exception>
    public static IReadOnlyList<QSslCertificate> ReadCertificates(byte[] data, Secret secret)
    {
        X509Certificate2Collection natives = X509CertificateLoader.LoadPkcs12Collection(
            data, secret.Characters, loaderLimits: new Pkcs12LoaderLimits { IgnorePrivateKeys = true });
        return Take(natives, () => ChainOrder.LeafFirst([.. natives.Select(QSslCertificate.FromX509Certificate2)]));
    }

    /// <summary>PKCS#8 of the first private key, for the caller to clear; null when there is none.</summary>
    /// <exception cref="CryptographicException">The data is damaged, the pass phrase is wrong, or .NET cannot use the key.</exception>
    public static byte[]? ReadKey(byte[] data, Secret secret)
    {
        // Where the system can, the key never reaches its store.
        X509KeyStorageFlags storage = OperatingSystem.IsMacOS()
            ? X509KeyStorageFlags.Exportable
            : X509KeyStorageFlags.Exportable | X509KeyStorageFlags.EphemeralKeySet;
        X509Certificate2Collection natives = X509CertificateLoader.LoadPkcs12Collection(data, secret.Characters, storage);
        return Take(natives, () =>
        {
            using AsymmetricAlgorithm? key = natives.Select(PrivateKeyOf).FirstOrDefault(k => k is not null);
            return key is null ? null : Export(key);
        });
    }

    /// <param name="certificates">The chain, leaf first.</param>
    /// <param name="key">The leaf's private key; null for none.</param>
    /// <param name="secret">The pass phrase.</param>
    /// <exception cref="CryptographicException">.NET cannot use the key.</exception>
    public static byte[] Write(IReadOnlyList<QSslCertificate> certificates, AsymmetricAlgorithm? key, Secret secret)
    {
        X509Certificate2Collection natives = [.. certificates.Select(c => c.ToX509Certificate2())];
        return Take(natives, () =>
        {
            using X509Certificate2? leaf = key is null ? null : WithKey(natives[0], key);
            X509Certificate2Collection all = leaf is null ? natives : [leaf, .. natives.Skip(1)];
            // A string is the only form that .NET takes here.
            return all.ExportPkcs12(new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, Iterations), new string(secret.Characters));
        });
    }

    private static X509Certificate2 WithKey(X509Certificate2 certificate, AsymmetricAlgorithm key) => key switch
    {
        RSA rsa => certificate.CopyWithPrivateKey(rsa),
        ECDsa ec => certificate.CopyWithPrivateKey(ec),
        DSA dsa => certificate.CopyWithPrivateKey(dsa),
        _ => throw new CryptographicException($"a key of the class {key.GetType().Name} cannot be put into PKCS#12"),
    };

    private static AsymmetricAlgorithm? PrivateKeyOf(X509Certificate2 certificate) => !certificate.HasPrivateKey
        ? null
        : (AsymmetricAlgorithm?)certificate.GetRSAPrivateKey() ?? (AsymmetricAlgorithm?)certificate.GetECDsaPrivateKey() ?? certificate.GetDSAPrivateKey();

    /// <summary>Windows gives a key that came out of a bundle away encrypted only, so it takes this way everywhere.</summary>
    private static byte[] Export(AsymmetricAlgorithm key)
    {
        string once = RandomNumberGenerator.GetHexString(32);
        byte[] encrypted = key.ExportEncryptedPkcs8PrivateKey(once, new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1));
        using AsymmetricAlgorithm copy = key switch { RSA => RSA.Create(), DSA => DSA.Create(), _ => ECDsa.Create() };
        copy.ImportEncryptedPkcs8PrivateKey(once, encrypted, out _);
        return copy.ExportPkcs8PrivateKey();
    }

    private static T Take<T>(X509Certificate2Collection natives, Func<T> take)
    {
        try
        {
            return take();
        }
        finally
        {
            foreach (X509Certificate2 native in natives)
                native.Dispose();
        }
    }
}
