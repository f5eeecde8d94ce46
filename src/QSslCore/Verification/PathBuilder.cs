namespace QSslCore.Verification;

/// <summary>
/// Finds the path from a leaf to a trust anchor (RFC 4158): candidates are the certificates that were sent and the anchors, the
/// most promising first, and alternatives are tried until one is without fault or the bound on work is met. The order in which
/// the certificates were sent has no influence.
/// </summary>
internal sealed class PathBuilder
{
    /// <summary>How many certificates may be put onto paths in all.</summary>
    private const int MaxSteps = 256;

    /// <summary>How many certificates of one name are looked at among those that were sent.</summary>
    private const int MaxNamesakes = 32;

    /// <summary>How many whole paths are held against the rules.</summary>
    private const int MaxPaths = 32;

    private readonly TrustAnchors _anchors;
    private readonly PathRequest _request;
    private readonly SignatureMemory _signatures;
    private readonly ILookup<string, QSslCertificate> _sent;
    private readonly Dictionary<QSslCertificate, ChainLink> _links = [];
    private readonly List<ChainLink> _path = [];
    private readonly HashSet<QSslCertificate> _badlySigned = [];
    private BuiltPath? _best;
    private int _steps;
    private int _paths;
    private bool _isExhausted;

    private PathBuilder(IEnumerable<QSslCertificate> sent, TrustAnchors anchors, PathRequest request, ISignatureVerifier signatures)
    {
        _anchors = anchors;
        _request = request;
        _signatures = new(signatures);
        _sent = sent.Where(certificate => !certificate.IsNull).Distinct().ToLookup(ChainLink.SubjectOf, StringComparer.Ordinal);
    }

    /// <summary>Finds the best path.</summary>
    /// <param name="sent">The certificates as the peer sent them; the first is the leaf.</param>
    /// <param name="anchors">The trusted authorities.</param>
    /// <param name="request">What the path is checked for.</param>
    /// <param name="signatures">Checks signatures.</param>
    /// <returns>A path without fault if there is one; else the best of the others, always the same one.</returns>
    public static BuiltPath Build(
        IReadOnlyList<QSslCertificate> sent, TrustAnchors anchors, PathRequest request, ISignatureVerifier signatures)
    {
        PathBuilder builder = new(sent.Skip(1), anchors, request, signatures);
        builder._path.Add(new(sent[0]));
        builder.Explore();
        return builder._best!;
    }

    /// <summary>Goes on from the end of the path.</summary>
    /// <returns>True when a path without fault was found, or enough was tried.</returns>
    private bool Explore()
    {
        ChainLink tip = _path[^1];
        if (EndsAt(tip))
            return Judge(isTrusted: _anchors.Contains(tip.Certificate));
        ChainLink[] issuers = [.. IssuersOf(tip)];
        if (issuers.Length == 0)
            return Judge(isTrusted: false);
        bool isSigned = false;
        foreach (ChainLink issuer in issuers)
        {
            bool? verdict = _signatures.IsSignedBy(tip, issuer);
            _isExhausted |= verdict is null;
            if (_isExhausted)
                break;
            if (verdict == false)
                continue;
            isSigned = true;
            if (Follow(issuer))
                return true;
        }
        if (isSigned)
            return _isExhausted;
        if (_isExhausted)
            return Judge(isTrusted: false);
        // Another authority has the same name by chance, as every "localhost" has.
        if (tip.IsSelfIssued)
            return Judge(isTrusted: false);
        // None of them signed it: the most promising tells best what is wrong.
        _badlySigned.Add(tip.Certificate);
        bool isDone = Follow(issuers[0]);
        _badlySigned.Remove(tip.Certificate);
        return isDone;
    }

    /// <summary>
    /// Whether there is nothing above: the certificate is a trusted one that issued itself, or its own key has signed it. An authority with
    /// a new key may have issued a certificate to itself with the old one.
    /// </summary>
    private bool EndsAt(ChainLink tip)
    {
        if (!tip.IsSelfIssued || _anchors.Contains(tip.Certificate))
            return tip.IsSelfIssued;
        bool? verdict = _signatures.IsSignedBy(tip, tip);
        _isExhausted |= verdict is null;
        return verdict == true;
    }

    private bool Follow(ChainLink issuer)
    {
        if (++_steps > MaxSteps)
            _isExhausted = true;
        if (_isExhausted)
            return Judge(isTrusted: false);
        _path.Add(issuer);
        bool isDone = Explore();
        _path.RemoveAt(_path.Count - 1);
        return isDone;
    }

    private IEnumerable<ChainLink> IssuersOf(ChainLink tip) => _anchors.Named(tip.Issuer).Concat(SentWithSubject(tip.Issuer))
        .Where(candidate => !tip.Excludes(candidate) && !_path.Exists(link => link.IsSameEntity(candidate)))
        .DistinctBy(candidate => candidate.Certificate)
        .OrderByDescending(tip.Names)
        .ThenByDescending(candidate => _anchors.Contains(candidate.Certificate))
        .ThenByDescending(candidate => candidate.IsValidAt(_request.Time))
        .ThenByDescending(candidate => candidate.Certificate.ExpiryDate)
        // Any order will do, as long as it is not that in which they were sent.
        .ThenBy(candidate => candidate.Certificate, DerOrder.Instance);

    // Of too many, always the same ones, in whatever order they were sent.
    private IEnumerable<ChainLink> SentWithSubject(string name) => _sent[name].Order(DerOrder.Instance).Take(MaxNamesakes).Select(LinkOf);

    private ChainLink LinkOf(QSslCertificate certificate)
    {
        if (!_links.TryGetValue(certificate, out ChainLink? link))
            _links.Add(certificate, link = new(certificate));
        return link;
    }

    /// <summary>Holds the path against the rules, and keeps it if it is better than those before.</summary>
    private bool Judge(bool isTrusted)
    {
        QSslCertificate[] path = [.. _path.Select(link => link.Certificate)];
        IEnumerable<QSslError> errors = isTrusted ? [] : TrustFaults(path);
        errors = errors
            .Concat(path.Where(_badlySigned.Contains).Select(link => new QSslError(SslErrorCode.CertificateSignatureFailed, link)))
            .Concat(PathRules.Check(path, isTrusted, _request))
            .Distinct();
        BuiltPath built = new(path, isTrusted, [.. errors]);
        if (_best is null || built.IsBetterThan(_best))
            _best = built;
        return built.Errors.Count == 0 || ++_paths >= MaxPaths || _isExhausted;
    }

    private IEnumerable<QSslError> TrustFaults(QSslCertificate[] path)
    {
        QSslCertificate last = path[^1];
        if (_path[^1].IsSelfIssued)
        {
            yield return new(path.Length == 1 ? SslErrorCode.SelfSignedCertificate : SslErrorCode.SelfSignedCertificateInChain, last);
            yield break;
        }
        yield return new(
            _anchors.Contains(last) ? SslErrorCode.UnableToGetIssuerCertificate : SslErrorCode.UnableToGetLocalIssuerCertificate, last);
        if (path.Length == 1)
            yield return new(SslErrorCode.UnableToVerifyFirstCertificate, last);
    }

    private sealed class DerOrder : IComparer<QSslCertificate>
    {
        public static DerOrder Instance { get; } = new();

        public int Compare(QSslCertificate? x, QSslCertificate? y) => x!.Der.SequenceCompareTo(y!.Der);
    }
}
