namespace QSslCore.Verification;

/// <summary>The rules for a path (RFC 5280, section 6.1), except signatures and trust.</summary>
internal static class PathRules
{
    /// <summary>Returns every error of every certificate, each with its own code. No error hides another one.</summary>
    /// <param name="path">The path, leaf first. If <paramref name="endsAtAnchor"/> is true, the last certificate is the trust
    /// anchor.</param>
    /// <param name="endsAtAnchor">Whether the last certificate is trusted.</param>
    /// <param name="request">The requirements for the path.</param>
    /// <returns>
    /// The errors in this order: the length of the path; the extensions and usages of the certificates, leaf first; keys and algorithms;
    /// names; policies; and the times, leaf last.
    /// </returns>
    public static IReadOnlyList<QSslError> Check(IReadOnlyList<QSslCertificate> path, bool endsAtAnchor, PathRequest request)
    {
        // A self-issued certificate ends a path, trusted or not. Its own signature proves nothing.
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
    /// Whether subject and issuer have the same name, as in a certificate that an authority issued for its own new key.
    /// </summary>
    public static bool IsSelfIssued(QSslCertificate certificate) =>
        CanonicalName.AreSame(certificate.Facts.EncodedSubject, certificate.Facts.EncodedIssuer);
}
