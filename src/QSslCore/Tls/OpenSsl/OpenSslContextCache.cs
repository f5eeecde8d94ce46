namespace QSslCore.Tls.OpenSsl;

/// <summary>One context for each distinct configuration that is in use, gone with its last user.</summary>
internal sealed class OpenSslContextCache
{
    private readonly Lock _lock = new();
    private readonly List<WeakReference<OpenSslContext>> _contexts = [];

    /// <param name="role">Client or server.</param>
    /// <param name="configuration">A snapshot that does not change any more: the context keeps it.</param>
    /// <exception cref="TlsSetupException">The configuration cannot be used; the message says why.</exception>
    public OpenSslContext Get(SslMode role, QSslConfiguration configuration)
    {
        string[] rootPlaces = [.. SystemRoots.HashedDirectories, .. SystemRoots.BundleFiles];
        lock (_lock)
        {
            for (int i = _contexts.Count - 1; i >= 0; i--)
            {
                if (!_contexts[i].TryGetTarget(out OpenSslContext? context))
                    _contexts.RemoveAt(i);
                else if (context.Role == role && context.Configuration.ContextEquals(configuration)
                    && context.RootPlaces.SequenceEqual(rootPlaces))
                    return context;
            }
        }
        // Outside the lock: it reads files. Two threads may make the same one, and one of them is soon gone.
        OpenSslContext made = OpenSslContext.Create(role, configuration);
        lock (_lock)
        {
            _contexts.Add(new(made));
        }
        return made;
    }
}
