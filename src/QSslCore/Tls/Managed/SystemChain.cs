using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using QSslCore.Verification;

namespace QSslCore.Tls.Managed;

/// <summary>Asks the system's own store for a path, checks the path against our rules, and keeps the system's objections to it.</summary>
internal static class SystemChain
{
    /// <summary>The flags that are always reported, whatever the rules found.</summary>
    private const X509ChainStatusFlags Grave =
        X509ChainStatusFlags.ExplicitDistrust | X509ChainStatusFlags.Revoked | X509ChainStatusFlags.NotSignatureValid;

    private const X509ChainStatusFlags Untrusted = X509ChainStatusFlags.PartialChain | X509ChainStatusFlags.UntrustedRoot;

    /// <summary>The system's flags as error codes. A flag that is not listed has no code of its own.</summary>
    private static readonly (X509ChainStatusFlags Flags, SslErrorCode Code)[] s_codes =
    [
        (X509ChainStatusFlags.ExplicitDistrust, SslErrorCode.CertificateRejected),
        (X509ChainStatusFlags.Revoked, SslErrorCode.CertificateRevoked),
        (X509ChainStatusFlags.NotSignatureValid, SslErrorCode.CertificateSignatureFailed),
        (X509ChainStatusFlags.NotTimeValid, SslErrorCode.CertificateExpired),
        (X509ChainStatusFlags.HasWeakSignature, SslErrorCode.CertificateSignatureTooWeak),
        (X509ChainStatusFlags.InvalidBasicConstraints, SslErrorCode.InvalidCaCertificate),
        (X509ChainStatusFlags.NotValidForUsage, SslErrorCode.InvalidPurpose),
        (X509ChainStatusFlags.HasNotSupportedCriticalExtension, SslErrorCode.UnhandledCriticalExtension),
        (X509ChainStatusFlags.InvalidPolicyConstraints | X509ChainStatusFlags.NoIssuanceChainPolicy, SslErrorCode.PolicyViolation),
        (X509ChainStatusFlags.InvalidExtension | X509ChainStatusFlags.Cyclic, SslErrorCode.InvalidCertificate),
        (X509ChainStatusFlags.InvalidNameConstraints | X509ChainStatusFlags.HasExcludedNameConstraint
            | X509ChainStatusFlags.HasNotPermittedNameConstraint | X509ChainStatusFlags.HasNotDefinedNameConstraint
            | X509ChainStatusFlags.HasNotSupportedNameConstraint, SslErrorCode.NameConstraintViolation),
    ];

    public static BuiltPath Build(IReadOnlyList<QSslCertificate> chain, PathRequest request)
    {
        List<X509Certificate2> shown = [];
        using X509Chain built = new();
        built.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        built.ChainPolicy.DisableCertificateDownloads = true;
        built.ChainPolicy.VerificationTime = request.Time.UtcDateTime;
        built.ChainPolicy.TrustMode = X509ChainTrustMode.System;
        try
        {
            foreach (QSslCertificate link in chain.Where(c => !c.IsNull))
                shown.Add(link.ToX509Certificate2());
            built.ChainPolicy.ExtraStore.AddRange(shown.Skip(1).ToArray());
            _ = built.Build(shown[0]);
            return Judge(built, request);
        }
        catch (CryptographicException e)
        {
            string text = $"The system cannot read the chain: {e.Message.TrimEnd('.')}";
            return new([chain[0]], IsTrusted: false, [new(SslErrorCode.InvalidCertificate, chain[0], text)]);
        }
        finally
        {
            shown.ForEach(c => c.Dispose());
            foreach (X509ChainElement element in built.ChainElements)
                element.Certificate.Dispose();
        }
    }

    private static BuiltPath Judge(X509Chain built, PathRequest request)
    {
        QSslCertificate[] path = [.. built.ChainElements.Select(e => QSslCertificate.FromX509Certificate2(e.Certificate))];
        X509ChainStatusFlags[] flags = [.. built.ChainElements.Select(e => Union(e.ChainElementStatus))];
        // A flag that is set only for the whole chain belongs to its last certificate.
        flags[^1] |= Union(built.ChainStatus) & ~flags.Aggregate((one, other) => one | other);
        bool isTrusted = flags.All(f => (f & Untrusted) == 0);
        List<QSslError> errors = isTrusted ? [] : [.. TrustFaults(path)];
        errors.AddRange(PathRules.Check(path, isTrusted, request));
        for (int i = 0; i < path.Length; i++)
        {
            // An error that our rules found in a certificate is more precise than the system's flag.
            X509ChainStatusFlags others = flags[i] & ~Untrusted;
            if (others != X509ChainStatusFlags.NoError && ((others & Grave) != 0 || errors.TrueForAll(e => !e.Certificate.Equals(path[i]))))
                errors.AddRange(Codes(path[i], others));
        }
        return new(path, isTrusted, [.. errors.Distinct()]);
    }

    private static IEnumerable<QSslError> Codes(QSslCertificate certificate, X509ChainStatusFlags flags)
    {
        foreach ((X509ChainStatusFlags known, SslErrorCode code) in s_codes)
        {
            if ((flags & known) != 0)
                yield return new(code, certificate);
            flags &= ~known;
        }
        if (flags != X509ChainStatusFlags.NoError)
            yield return new(SslErrorCode.UnspecifiedError, certificate, $"The system does not accept the certificate: {flags}");
    }

    private static IEnumerable<QSslError> TrustFaults(QSslCertificate[] path)
    {
        if (PathRules.IsSelfIssued(path[^1]))
        {
            yield return new(path.Length == 1 ? SslErrorCode.SelfSignedCertificate : SslErrorCode.SelfSignedCertificateInChain, path[^1]);
            yield break;
        }
        yield return new(SslErrorCode.UnableToGetLocalIssuerCertificate, path[^1]);
        if (path.Length == 1)
            yield return new(SslErrorCode.UnableToVerifyFirstCertificate, path[0]);
    }

    private static X509ChainStatusFlags Union(IEnumerable<X509ChainStatus> statuses) =>
        statuses.Aggregate(X509ChainStatusFlags.NoError, (all, status) => all | status.Status);
}
