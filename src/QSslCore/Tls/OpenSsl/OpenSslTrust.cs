namespace QSslCore.Tls.OpenSsl;

/// <summary>The authorities that a configuration trusts, in a store of the library. Each distinct set has one store. Contexts and
/// verifications share it, and the garbage collector frees it after its last user. Thread-safe.</summary>
internal sealed class OpenSslTrust
{
    /// <summary>The number of stores that are kept for later users.</summary>
    private const int MaxKept = 8;

    private static readonly Lock s_lock = new();
    private static readonly List<OpenSslTrust> s_recent = [];

    /// <summary>The system's authorities in files; null if they are not trusted or not stored in files.</summary>
    private readonly SystemRootSet? _system;
    private readonly QSslCertificate[] _authorities;

    private OpenSslTrust(SystemRootSet? system, QSslCertificate[] authorities)
    {
        _system = system;
        _authorities = authorities;
        Store = X509.X509_STORE_new();
        OpenSslErrorQueue.Check(!Store.IsInvalid);
    }

    /// <summary>The store. A user must keep this object alive while the library uses the store.</summary>
    public SafeX509StoreHandle Store { get; }

    /// <summary>Returns the store for a configuration. It is the same object as long as the same authorities are trusted.</summary>
    /// <exception cref="TlsSetupException">OpenSSL cannot read one of the authorities.</exception>
    public static OpenSslTrust Of(QSslConfiguration configuration)
    {
        SystemRootSet? system = configuration.LoadsRootsOnDemand ? SystemRoots.Current : null;
        QSslCertificate[] authorities = Usable(configuration, SystemRoots.AreFiles ? null : system?.Stored);
        if (!SystemRoots.AreFiles)
            system = null;
        lock (s_lock)
        {
            if (Find(system, authorities) is { } known)
                return known;
        }
        // Outside the lock, because this reads files. If two stores are created at the same time, one is kept.
        OpenSslTrust made = new(system, authorities);
        made.Fill();
        lock (s_lock)
        {
            if (Find(system, authorities) is { } known)
                return known;
            // A store with the system's earlier authorities is not needed any more.
            s_recent.RemoveAll(trust => system is not null && trust._system is not null && trust._system != system);
            if (s_recent.Count == MaxKept)
                s_recent.RemoveAt(0);
            s_recent.Add(made);
        }
        return made;
    }

    private static OpenSslTrust? Find(SystemRootSet? system, QSslCertificate[] authorities)
    {
        for (int i = s_recent.Count - 1; i >= 0; i--)
        {
            OpenSslTrust trust = s_recent[i];
            if (trust._system != system || !trust._authorities.AsSpan().SequenceEqual(authorities))
                continue;
            if (i < s_recent.Count - 1)
            {
                s_recent.RemoveAt(i);
                s_recent.Add(trust);
            }
            return trust;
        }
        return null;
    }

    /// <summary>Removes expired authorities. They never make a path valid, but would hide a renewed one with the same name.</summary>
    private static QSslCertificate[] Usable(QSslConfiguration configuration, QSslCertificate[]? stored)
    {
        QSslCertificate[] all = stored is null ? configuration.Authorities : [.. configuration.Authorities, .. stored];
        DateTimeOffset now = configuration.VerificationTime ?? DateTimeOffset.UtcNow;
        Predicate<QSslCertificate> isUsable = authority => !authority.IsNull && authority.ExpiryDate >= now;
        return Array.TrueForAll(all, isUsable) ? all : Array.FindAll(all, isUsable);
    }

    private void Fill()
    {
        foreach (QSslCertificate authority in _authorities)
        {
            using SafeX509Handle native = NativeCertificates.ToNative(authority);
            OpenSslErrorQueue.Check(X509.X509_STORE_add_cert(Store, native) == 1);
        }
        if (_system is null)
            return;
        // The library searches the directories when it needs an issuer. Nothing is read before.
        foreach (string directory in _system.Places.Directories)
            _ = X509.X509_STORE_load_path(Store, directory);
        foreach (string file in _system.Places.Files)
            _ = X509.X509_STORE_load_file(Store, file);
        // If a location cannot be read, its authorities are not trusted, and the verification reports that.
        OpenSslErrorQueue.Clear();
    }
}
