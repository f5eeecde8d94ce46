using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace QSslCore.Tls.Platform;

// Schannel takes no key that lives in memory alone: it finds keys by their containers.
internal sealed partial class PlatformIdentity
{
    /// <summary>The same certificate, its key put into a container that is gone with it.</summary>
    private static X509Certificate2 Persisted(X509Certificate2 joined, QSslKey key)
    {
        // A key that cannot be exported is in a container already.
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
