namespace QSslCore.Tls.OpenSsl;

/// <summary>The authorities that configurations trust, in a store of the library. Distinct sets have a store each, which contexts and
/// verifications share; the collector frees it after its last user. Thread-safe.</summary>
internal sealed class OpenSslTrust
{
    /// <summary>How many stores are kept for later users.</summary>
    private const int MaxKept = 8;

    private static readonly Lock s_lock = new();
    private static readonly List<OpenSslTrust> s_recent = [];

    /// <summary>The system's authorities in files; null where they are not trusted or do not lie in files.</summary>
    private readonly SystemRootSet? _system;
    private readonly QSslCertificate[] _authorities;

    private OpenSslTrust(SystemRootSet? system, QSslCertificate[] authorities)
    {
        _system = system;
        _authorities = authorities;
        Store = X509.X509_STORE_new();
        OpenSslErrorQueue.Check(!Store.IsInvalid);
    }

    /// <summary>The store. A user keeps this object alive while the library has the store in use.</summary>
    public SafeX509StoreHandle Store { get; }

    /// <summary>The store for a configuration. As long as the same authorities are trusted, it is the same object.</summary>
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
        // Outside the lock: it reads files. Of two that are made at the same time, one is kept.
        OpenSslTrust made = new(system, authorities);
        made.Fill();
        lock (s_lock)
        {
            if (Find(system, authorities) is { } known)
                return known;
            // What the system trusted before is not asked for again.
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

    /// <summary>An expired authority never makes a path valid, but would hide a renewed one of the same name.</summary>
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
        // The library looks into the directories when it needs an issuer; nothing is read before.
        foreach (string directory in _system.Places.Directories)
            _ = X509.X509_STORE_load_path(Store, directory);
        foreach (string file in _system.Places.Files)
            _ = X509.X509_STORE_load_file(Store, file);
        // A place that cannot be read trusts no authority, which the verification then says.
        OpenSslErrorQueue.Clear();
    }
}
