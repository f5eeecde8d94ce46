using QSslCore.Tls.Platform;

namespace QSslCore.Tls;

// The TLS that .NET itself uses.
internal static partial class TlsBackendRegistry
{
    private static partial TlsBackendCandidate Platform()
    {
        bool isThere = PlatformBackend.TryCreate(out TlsBackend? backend, out string reason);
        return new(PlatformBackend.PlatformName, isThere ? backend : null, reason);
    }
}
