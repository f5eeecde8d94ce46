using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace QSslCore.Tls;

/// <summary>The operating system. When Windows builds a chain, it fetches a root that it trusts and does not have yet.</summary>
internal sealed class SystemChainBuilder : ISystemChainBuilder
{
    private const string ServerAuthentication = ExtensionNames.ServerAuthentication;

    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(10);

    /// <summary>Returns the root of a path that the system has verified. A path that ends at an intermediate certificate has none,
    /// whatever the system says: the connection would trust that certificate as a root.</summary>
    internal static SystemChainAnswer AnswerOf(IReadOnlyList<X509Certificate2> path) =>
        path.Count > 1 && path[^1].SubjectName.RawData.AsSpan().SequenceEqual(path[^1].IssuerName.RawData)
            ? new(QSslCertificate.FromX509Certificate2(path[^1]), "")
            : new(null, "The chain does not end at a root");

    public SystemChainAnswer Build(IReadOnlyList<QSslCertificate> chain, DateTimeOffset time)
    {
        List<X509Certificate2> shown = [];
        using X509Chain built = new();
        X509ChainPolicy policy = built.ChainPolicy;
        policy.RevocationMode = X509RevocationMode.NoCheck;
        policy.TrustMode = X509ChainTrustMode.System;
        policy.ApplicationPolicy.Add(new Oid(ServerAuthentication));
        policy.VerificationTime = time.UtcDateTime;
        policy.UrlRetrievalTimeout = s_limit;
        policy.DisableCertificateDownloads = false;
        try
        {
            foreach (QSslCertificate link in chain)
                shown.Add(link.ToX509Certificate2());
            policy.ExtraStore.AddRange(shown.Skip(1).ToArray());
            if (!built.Build(shown[0]))
                return new(null, string.Join("; ", built.ChainStatus.Select(s => s.StatusInformation.Trim().TrimEnd('.')).Distinct()));
            return AnswerOf([.. built.ChainElements.Select(element => element.Certificate)]);
        }
        catch (CryptographicException e)
        {
            return new(null, e.Message.TrimEnd('.'));
        }
        finally
        {
            shown.ForEach(c => c.Dispose());
            foreach (X509ChainElement element in built.ChainElements)
                element.Certificate.Dispose();
        }
    }
}
