namespace QSslCore.Verification;

/// <summary>The rules that a path must follow (RFC 5280, section 6.1), signatures and trust apart.</summary>
internal static class PathRules
{
    /// <summary>Finds every fault of every certificate, each with its own code; no fault hides another.</summary>
    /// <param name="path">Leaf first; where <paramref name="endsAtAnchor"/>, the last one is the trust anchor.</param>
    /// <param name="endsAtAnchor">Whether the last certificate is trusted.</param>
    /// <param name="request">What the path is checked for.</param>
    /// <returns>
    /// The length of the path; what the certificates say and may do, leaf first; keys and algorithms; names; policies; and the
    /// times, leaf last.
    /// </returns>
    public static IReadOnlyList<QSslError> Check(IReadOnlyList<QSslCertificate> path, bool endsAtAnchor, PathRequest request)
    {
        // A certificate that issued itself ends a path, trusted or not; nothing is to be learnt from its own signature.
        bool endsAtRoot = path.Count > 0 && (endsAtAnchor || IsSelfIssued(path[^1]));
        List<QSslError> errors = [.. LengthRules.Check(path, endsAtRoot, request.MaxDepth)];
        for (int i = 0; i < path.Count; i++)
        {
            errors.AddRange(ExtensionRules.Check(path[i]));
            errors.AddRange(UsageRules.Check(path, i, request.Usage));
        }
        errors.AddRange(LengthRules.CheckAuthorities(path));
        for (int i = 0; i < path.Count; i++)
            errors.AddRange(AlgorithmRules.Check(path[i], judgesSignature: !endsAtRoot || i < path.Count - 1));
        errors.AddRange(NameConstraintRules.Check(path, request.ReadsCommonName));
        errors.AddRange(PolicyRules.Check(endsAtRoot ? [.. path.SkipLast(1)] : path));
        for (int i = path.Count - 1; i >= 0; i--)
            errors.AddRange(ValidityRules.Check(path[i], request.Time));
        return errors;
    }

    /// <summary>
    /// Whether subject and issuer are the same name, as in a certificate that an authority issued for its own new key.
    /// </summary>
    public static bool IsSelfIssued(QSslCertificate certificate) =>
        CanonicalName.AreSame(certificate.Facts.EncodedSubject, certificate.Facts.EncodedIssuer);
}
