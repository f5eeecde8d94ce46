namespace QSslCore.Verification;

/// <summary>The authorities that a configuration trusts, by their names. Expired authorities are included, so that an error can report
/// the expiry.</summary>
internal sealed class TrustAnchors
{
    private static readonly Lock s_lock = new();
    private static (string[] State, Index Anchors)? s_files;

    private readonly Index[] _indexes;

    private TrustAnchors(params Index[] indexes) => _indexes = indexes;

    /// <summary>The authorities of a configuration, and those of the system if they are trusted and in files.</summary>
    public static TrustAnchors Of(QSslConfiguration configuration)
    {
        Index own = new(configuration.CaCertificates);
        return configuration.LoadsRootsOnDemand ? new(own, SystemRoots.AreFiles ? Files() : new(SystemRoots.Load())) : new(own);
    }

    /// <summary>The authorities of a configuration only.</summary>
    public static TrustAnchors Only(IEnumerable<QSslCertificate> authorities) => new(new Index(authorities));

    public bool Contains(QSslCertificate certificate) => _indexes.Any(index => index.All.Contains(certificate));

    /// <summary>The authorities with a name.</summary>
    public IEnumerable<ChainLink> Named(string subject) =>
        _indexes.SelectMany(index => index.BySubject.TryGetValue(subject, out List<ChainLink>? links) ? links : []);

    /// <summary>The system's roots in files. They are read again only after the files change.</summary>
    private static Index Files()
    {
        string[] state = [.. SystemRoots.HashedDirectories.Concat(SystemRoots.BundleFiles).Select(place => $"{place}\n{ChangeOf(place)}")];
        lock (s_lock)
        {
            if (s_files is { } known && known.State.AsSpan().SequenceEqual(state))
                return known.Anchors;
            Index anchors = new(SystemRoots.Load());
            s_files = (state, anchors);
            return anchors;
        }
    }

    private static long ChangeOf(string place)
    {
        try
        {
            return File.GetLastWriteTimeUtc(place).Ticks;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return 0;
        }
    }

    private sealed class Index
    {
        public Index(IEnumerable<QSslCertificate> authorities)
        {
            foreach (QSslCertificate authority in authorities)
            {
                if (authority.IsNull || !All.Add(authority))
                    continue;
                ChainLink link = new(authority);
                if (!BySubject.TryGetValue(link.Subject, out List<ChainLink>? links))
                    BySubject.Add(link.Subject, links = []);
                links.Add(link);
            }
        }

        public HashSet<QSslCertificate> All { get; } = [];

        public Dictionary<string, List<ChainLink>> BySubject { get; } = new(StringComparer.Ordinal);
    }
}
