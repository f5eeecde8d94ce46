using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace QSslCore;

/// <summary>Converts private keys between the runtime's certificates and QSslCore.</summary>
internal static class Pkcs12Keys
{
    /// <returns>Null if the TLS library does not know the algorithm of the key, or the key cannot be exported from its store.</returns>
    public static QSslKey? Export(X509Certificate2 certificate)
    {
        try
        {
            return HeldKey.PrivateKeyOf(certificate) is { IsNull: false, IsExportable: true } key ? key : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>Creates a .NET certificate with its private key. The caller disposes of it.</summary>
    /// <exception cref="ArgumentException">The key does not belong to the certificate.</exception>
    /// <exception cref="NotSupportedException">The runtime does not support the algorithm of the key.</exception>
    public static X509Certificate2 Join(QSslCertificate certificate, QSslKey key)
    {
        using X509Certificate2 bare = certificate.ToX509Certificate2();
        try
        {
            switch (key.Held?.Native)
            {
                case RSA held:
                    return bare.CopyWithPrivateKey(held);
                case ECDsa held:
                    return bare.CopyWithPrivateKey(held);
            }

            switch (key.Algorithm)
            {
                case KeyAlgorithm.Rsa:
                    using (RSA rsa = RSA.Create())
                    {
                        rsa.ImportPkcs8PrivateKey(key.Material, out _);
                        return bare.CopyWithPrivateKey(rsa);
                    }

                case KeyAlgorithm.Ec:
                    using (ECDsa ec = ECDsa.Create())
                    {
                        ec.ImportPkcs8PrivateKey(key.Material, out _);
                        return bare.CopyWithPrivateKey(ec);
                    }

                case KeyAlgorithm.Dsa:
                    using (DSA dsa = DSA.Create())
                    {
                        dsa.ImportPkcs8PrivateKey(key.Material, out _);
                        return bare.CopyWithPrivateKey(dsa);
                    }

                default:
                    throw NotJoined(key, null);
            }
        }
        catch (CryptographicException e)
        {
            throw NotJoined(key, e);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            throw new ArgumentException($"The private key does not belong to the certificate '{certificate.VisibleName}'.",
                nameof(key), e);
        }
    }

    private static NotSupportedException NotJoined(QSslKey key, Exception? cause) =>
        new($"The runtime cannot join a certificate with a key of the kind {KeyNames.Describe(key)}.", cause);
}
