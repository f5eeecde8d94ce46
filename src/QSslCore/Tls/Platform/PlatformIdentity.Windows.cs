using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace QSslCore.Tls.Platform;

// Schannel accepts no key that is only in memory. It finds keys by their containers.
internal sealed partial class PlatformIdentity
{
    /// <summary>Returns the same certificate with its key in a container that is deleted together with it.</summary>
    private static X509Certificate2 Persisted(X509Certificate2 joined, QSslKey key)
    {
        // A key that cannot be exported is already in a container.
        if (!key.IsExportable)
            return new(joined);
        byte[] archive = joined.Export(X509ContentType.Pkcs12);
        try
        {
            return X509CertificateLoader.LoadPkcs12(archive, password: null, X509KeyStorageFlags.DefaultKeySet);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(archive);
        }
    }
}
