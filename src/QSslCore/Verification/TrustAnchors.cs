using System.Runtime.CompilerServices;

namespace QSslCore.Verification;

/// <summary>The authorities that a configuration trusts, by their names. Expired authorities are included, so that an error can report
/// the expiry.</summary>
internal sealed class TrustAnchors
{
    // The set of the system's authorities and a configuration's list never change. Their indexes live as long as they do.
    private static readonly ConditionalWeakTable<SystemRootSet, Index> s_system = [];
    private static readonly ConditionalWeakTable<QSslCertificate[], Index> s_own = [];

    private readonly Index[] _indexes;

    private TrustAnchors(params Index[] indexes) => _indexes = indexes;

    /// <summary>The authorities of a configuration, and those of the system if they are trusted.</summary>
    public static TrustAnchors Of(QSslConfiguration configuration)
    {
        Index own = s_own.GetValue(configuration.Authorities, authorities => new(authorities));
        return configuration.LoadsRootsOnDemand ? new(own, s_system.GetValue(SystemRoots.Current, roots => new(roots.Load()))) : new(own);
    }

    /// <summary>The authorities of a configuration only.</summary>
    public static TrustAnchors Only(IEnumerable<QSslCertificate> authorities) => new(new Index(authorities));

    public bool Contains(QSslCertificate certificate) => _indexes.Any(index => index.All.Contains(certificate));

    /// <summary>Returns the authorities with a name.</summary>
    public IEnumerable<ChainLink> Named(string subject) =>
        _indexes.SelectMany(index => index.BySubject.TryGetValue(subject, out List<ChainLink>? links) ? links : []);

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
