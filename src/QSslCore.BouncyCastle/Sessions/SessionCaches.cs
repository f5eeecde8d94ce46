using QSslCore.Tls;

namespace QSslCore.BouncyCastle.Sessions;

/// <summary>One cache for each distinct server configuration in use. It is released with its last user. This type is thread-safe.</summary>
internal static class SessionCaches
{
    private static readonly Lock s_lock = new();
    private static readonly List<(QSslConfiguration Configuration, WeakReference<SessionCache> Cache)> s_caches = [];

    /// <returns>The cache, or null if clients must send a certificate: in a resumed session they would not send it again.</returns>
    public static SessionCache? Get(QSslConfiguration configuration)
    {
        if (configuration.PeerVerifyMode == PeerVerifyMode.VerifyPeer || configuration.MissingCertificateIsFatal)
            return null;
        lock (s_lock)
        {
            for (int i = s_caches.Count - 1; i >= 0; i--)
            {
                if (!s_caches[i].Cache.TryGetTarget(out SessionCache? cache))
                    s_caches.RemoveAt(i);
                else if (TlsSettings.CanShare(s_caches[i].Configuration, configuration))
                    return cache;
            }
            SessionCache made = new();
            s_caches.Add((configuration.Clone(), new(made)));
            return made;
        }
    }
}
