using System.Runtime.InteropServices;

namespace QSslCore.Tls.OpenSsl;

/// <summary>Keeps one context for each distinct configuration in use. A context is freed after its last user.</summary>
internal sealed class OpenSslContextCache
{
    private readonly Lock _lock = new();

    /// <summary>The contexts, by the hash of the configuration and its trust. The table must not keep the configurations, which contain
    /// keys, longer than their contexts.</summary>
    private readonly Dictionary<int, List<WeakReference<OpenSslContext>>> _contexts = [];
    private int _added;

    /// <param name="role">Client or server.</param>
    /// <param name="configuration">A snapshot that no longer changes, because the context keeps it.</param>
    /// <exception cref="TlsSetupException">The configuration cannot be used. The message says why.</exception>
    public OpenSslContext Get(SslMode role, QSslConfiguration configuration)
    {
        OpenSslTrust? trust = OpenSslContext.JudgesPeers(role, configuration) ? OpenSslTrust.Of(configuration) : null;
        int hash = HashCode.Combine(role, trust, configuration.ContextHash());
        lock (_lock)
        {
            if (Find(hash, role, configuration, trust) is { } known)
                return known;
        }
        // Outside the lock, because this reads files. If two contexts are created at the same time, one is kept.
        OpenSslContext made = OpenSslContext.Create(role, configuration, trust);
        lock (_lock)
        {
            if (Find(hash, role, configuration, trust) is { } known)
                return known;
            Prune();
            ref List<WeakReference<OpenSslContext>>? list = ref CollectionsMarshal.GetValueRefOrAddDefault(_contexts, hash, out _);
            (list ??= []).Add(new(made));
        }
        return made;
    }

    private OpenSslContext? Find(int hash, SslMode role, QSslConfiguration configuration, OpenSslTrust? trust)
    {
        if (!_contexts.TryGetValue(hash, out List<WeakReference<OpenSslContext>>? list))
            return null;
        foreach (WeakReference<OpenSslContext> reference in list)
        {
            if (reference.TryGetTarget(out OpenSslContext? context) && context.Role == role && context.Trust == trust
                && context.Configuration.ContextEquals(configuration))
                return context;
        }
        return null;
    }

    /// <summary>Removes freed contexts. It searches again only after as many additions as there are entries.</summary>
    private void Prune()
    {
        if (++_added <= _contexts.Count)
            return;
        _added = 0;
        foreach ((int hash, List<WeakReference<OpenSslContext>> list) in _contexts)
        {
            list.RemoveAll(reference => !reference.TryGetTarget(out _));
            if (list.Count == 0)
                _contexts.Remove(hash);
        }
    }
}
