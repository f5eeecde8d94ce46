using QSslCore.Tls.OpenSsl;

namespace QSslCore.Tls;

// OpenSSL.
internal static partial class TlsBackendRegistry
{
    private static partial TlsBackendCandidate OpenSsl()
    {
        bool isThere = OpenSslBackend.TryCreate(out TlsBackend? backend, out string reason);
        return new("openssl", isThere ? backend : null, reason);
    }
}
