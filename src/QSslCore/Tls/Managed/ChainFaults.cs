using System.Security.Cryptography.X509Certificates;

namespace QSslCore.Tls.Managed;

/// <summary>.NET's findings about a path as the field's error codes, in the order in which OpenSSL would tell them.</summary>
internal sealed class ChainFaults(
    X509Chain chain, QSslCertificate[] path, X509Certificate2Collection? authorities, string? usage, DateTimeOffset time)
{
    private const X509ChainStatusFlags Trust = X509ChainStatusFlags.PartialChain | X509ChainStatusFlags.UntrustedRoot;
    private const X509ChainStatusFlags Constraints = X509ChainStatusFlags.InvalidNameConstraints | X509ChainStatusFlags.HasExcludedNameConstraint
        | X509ChainStatusFlags.HasNotPermittedNameConstraint | X509ChainStatusFlags.HasNotDefinedNameConstraint
        | X509ChainStatusFlags.HasNotSupportedNameConstraint;

    private readonly X509ChainStatusFlags[] _flags = [.. chain.ChainElements.Select(Flags)];

    // The path may have been cut where more of it was not to be looked at.
    private bool IsTooLong => path.Length < _flags.Length;

    public IReadOnlyList<QSslError> Collect()
    {
        if (path.Length == 0)
            return [new(SslErrorCode.UnspecifiedError, null, "No path could be built from the certificate")];
        // What is told of the chain alone belongs to its end.
        X509ChainStatusFlags ofElements = _flags.Aggregate(X509ChainStatusFlags.NoError, (all, flags) => all | flags);
        _flags[^1] |= chain.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, status) => all | status.Status) & ~ofElements;

        List<QSslError> errors = [.. TrustFaults()];
        for (int i = 0; i < path.Length; i++)
            errors.AddRange(UsageFaults(i));
        // Nobody vouches for the end of a path that leads nowhere: what it says of itself is of no interest.
        bool leadsNowhere = path.Length > 1 && (IsTooLong || ((_flags[^1] & Trust) != 0 && !IsSelfIssued(chain.ChainElements[^1].Certificate)));
        for (int i = path.Length - (leadsNowhere ? 2 : 1); i >= 0; i--)
            errors.AddRange(ValidityFaults(i));
        // Nothing that .NET finds wrong passes for right, whatever it is and wherever it is told.
        X509ChainStatusFlags all = _flags.Aggregate((one, other) => one | other);
        if (errors.Count == 0 && all != X509ChainStatusFlags.NoError)
            errors.Add(Unspecified(0, all.ToString()));
        return errors;
    }

    private IEnumerable<QSslError> TrustFaults()
    {
        QSslCertificate last = path[^1];
        if (IsTooLong)
        {
            yield return Unspecified(path.Length - 1, "certificate chain too long");
            yield return new(SslErrorCode.UnableToGetLocalIssuerCertificate, last);
            yield break;
        }
        if (_flags[^1].HasFlag(X509ChainStatusFlags.ExplicitDistrust))
            yield return new(SslErrorCode.CertificateRejected, last);
        if ((_flags[^1] & Trust) == 0)
            yield break;
        if (IsSelfIssued(chain.ChainElements[^1].Certificate))
        {
            yield return new(path.Length == 1 ? SslErrorCode.SelfSignedCertificate : SslErrorCode.SelfSignedCertificateInChain, last);
            yield break;
        }
        bool isKnown = authorities?.Any(known => known.RawDataMemory.Span.SequenceEqual(last.Der)) == true;
        yield return new(isKnown ? SslErrorCode.UnableToGetIssuerCertificate : SslErrorCode.UnableToGetLocalIssuerCertificate, last);
        if (path.Length == 1)
            yield return new(SslErrorCode.UnableToVerifyFirstCertificate, last);
    }

    private IEnumerable<QSslError> UsageFaults(int i)
    {
        X509ChainStatusFlags flags = _flags[i];
        X509Certificate2 certificate = chain.ChainElements[i].Certificate;
        if (flags.HasFlag(X509ChainStatusFlags.HasNotSupportedCriticalExtension))
            yield return Unspecified(i, "unhandled critical extension");
        bool isIssuer = i > 0;
        bool mayIssue = MayIssue(certificate);
        if (isIssuer && !mayIssue && (flags & (X509ChainStatusFlags.InvalidBasicConstraints | X509ChainStatusFlags.NotValidForUsage)) != 0)
        {
            yield return new(SslErrorCode.InvalidCaCertificate, path[i]);
            if (usage is not null && !Excludes(certificate, usage))
                yield return new(SslErrorCode.InvalidPurpose, path[i]);
        }
        else if (flags.HasFlag(X509ChainStatusFlags.InvalidBasicConstraints))
            yield return new(SslErrorCode.PathLengthExceeded, path[i]);
        // .NET says of every link what is wrong with one, and nothing of what a leaf's key may do.
        if ((flags.HasFlag(X509ChainStatusFlags.NotValidForUsage) && Excludes(certificate, usage)) || (i == 0 && !MayProve(certificate, usage)))
            yield return new(SslErrorCode.InvalidPurpose, path[i]);
        if ((flags & Constraints) != 0)
            yield return Unspecified(i, "name constraints violation");
        if (flags.HasFlag(X509ChainStatusFlags.HasWeakSignature))
            yield return Unspecified(i, "CA signature digest algorithm too weak");
    }

    private IEnumerable<QSslError> ValidityFaults(int i)
    {
        X509ChainStatusFlags flags = _flags[i];
        X509Certificate2 certificate = chain.ChainElements[i].Certificate;
        if (i > 0 && !MaySign(certificate))
            yield return Unspecified(i, "key usage does not include certificate signing");
        if (flags.HasFlag(X509ChainStatusFlags.NotSignatureValid))
            yield return new(SslErrorCode.CertificateSignatureFailed, path[i]);
        if (flags.HasFlag(X509ChainStatusFlags.NotTimeValid))
        {
            bool isEarly = time.UtcDateTime < certificate.NotBefore.ToUniversalTime();
            yield return new(isEarly ? SslErrorCode.CertificateNotYetValid : SslErrorCode.CertificateExpired, path[i]);
        }
        if (flags.HasFlag(X509ChainStatusFlags.Revoked))
            yield return new(SslErrorCode.CertificateRevoked, path[i]);
        const X509ChainStatusFlags Known = Trust | Constraints | X509ChainStatusFlags.ExplicitDistrust | X509ChainStatusFlags.HasNotSupportedCriticalExtension
            | X509ChainStatusFlags.InvalidBasicConstraints | X509ChainStatusFlags.NotValidForUsage | X509ChainStatusFlags.HasWeakSignature
            | X509ChainStatusFlags.NotSignatureValid | X509ChainStatusFlags.NotTimeValid | X509ChainStatusFlags.Revoked;
        if ((flags & ~Known) is not X509ChainStatusFlags.NoError and var others)
            yield return Unspecified(i, others.ToString());
        if (flags.HasFlag(X509ChainStatusFlags.NotValidForUsage) && i == 0 && !Enumerable.Range(0, path.Length).Any(ExplainsUsage))
            yield return new(SslErrorCode.InvalidPurpose, path[0]);
    }

    private bool ExplainsUsage(int i)
    {
        X509Certificate2 certificate = chain.ChainElements[i].Certificate;
        return Excludes(certificate, usage) || (i > 0 && !MayIssue(certificate));
    }

    private QSslError Unspecified(int i, string text) => new(SslErrorCode.UnspecifiedError, path[i], $"The certificate cannot be accepted: {text}.");

    private static X509ChainStatusFlags Flags(X509ChainElement element) =>
        element.ChainElementStatus.Aggregate(X509ChainStatusFlags.NoError, (all, status) => all | status.Status);

    private static bool IsSelfIssued(X509Certificate2 certificate) =>
        certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData);

    private static bool MayIssue(X509Certificate2 certificate) =>
        certificate.Extensions.OfType<X509BasicConstraintsExtension>().Any(e => e.CertificateAuthority) && MaySign(certificate);

    private static bool MaySign(X509Certificate2 certificate) =>
        certificate.Extensions.OfType<X509KeyUsageExtension>().All(e => e.KeyUsages.HasFlag(X509KeyUsageFlags.KeyCertSign));

    /// <summary>Whether a leaf's key may be used to show who one is, or to agree on keys (RFC 5280, section 4.2.1.3).</summary>
    private static bool MayProve(X509Certificate2 certificate, string? usage)
    {
        // What a server's key may decrypt is another way to the same; a client has none.
        X509KeyUsageFlags any = X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyAgreement
            | (usage == ChainVerification.ClientAuthentication ? X509KeyUsageFlags.None : X509KeyUsageFlags.KeyEncipherment);
        return usage is null || certificate.Extensions.OfType<X509KeyUsageExtension>().All(e => (e.KeyUsages & any) != 0);
    }

    private static bool Excludes(X509Certificate2 certificate, string? usage) =>
        usage is not null && certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>().Any(
            e => !e.EnhancedKeyUsages.Cast<System.Security.Cryptography.Oid>().Any(oid => oid.Value == usage));
}
