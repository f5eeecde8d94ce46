namespace QSslCore.Verification;

/// <summary>
/// Finds the path from a leaf to a trust anchor (RFC 4158). The candidates are the sent certificates and the anchors, the most promising
/// first. The builder tries alternatives until a path has no error, or the limit on work is reached. The order in which the certificates
/// were sent has no influence.
/// </summary>
internal sealed class PathBuilder
{
    /// <summary>The maximum number of certificates that are added to paths in total.</summary>
    private const int MaxSteps = 256;

    /// <summary>The maximum number of sent certificates with the same name that are considered.</summary>
    private const int MaxNamesakes = 32;

    /// <summary>The maximum number of complete paths that are checked against the rules.</summary>
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
    /// <param name="request">The requirements for the path.</param>
    /// <param name="signatures">Checks signatures.</param>
    /// <returns>A path without an error if there is one. Otherwise the best other path, which is the same one for every call.</returns>
    public static BuiltPath Build(
        IReadOnlyList<QSslCertificate> sent, TrustAnchors anchors, PathRequest request, ISignatureVerifier signatures)
    {
        PathBuilder builder = new(sent.Skip(1), anchors, request, signatures);
        builder._path.Add(new(sent[0]));
        builder.Explore();
        return builder._best!;
    }

    /// <summary>Extends the path at its end.</summary>
    /// <returns>True if a path without an error was found, or a limit was reached.</returns>
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
        // Another authority has the same name by chance, as with "localhost".
        if (tip.IsSelfIssued)
            return Judge(isTrusted: false);
        // None of the candidates signed the certificate. The most promising one gives the best explanation.
        _badlySigned.Add(tip.Certificate);
        bool isDone = Follow(issuers[0]);
        _badlySigned.Remove(tip.Certificate);
        return isDone;
    }

    /// <summary>
    /// Whether the path ends here: the certificate is a trusted self-issued one, or its own key has signed it. An authority with a
    /// new key may have issued a certificate to itself with its old key.
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
        // Any order works, except the order in which they were sent.
        .ThenBy(candidate => candidate.Certificate, DerOrder.Instance);

    // If there are too many, the selection does not depend on the order in which they were sent.
    private IEnumerable<ChainLink> SentWithSubject(string name) => _sent[name].Order(DerOrder.Instance).Take(MaxNamesakes).Select(LinkOf);

    private ChainLink LinkOf(QSslCertificate certificate)
    {
        if (!_links.TryGetValue(certificate, out ChainLink? link))
            _links.Add(certificate, link = new(certificate));
        return link;
    }

    /// <summary>Checks the path against the rules, and keeps it if it is better than the earlier paths.</summary>
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
