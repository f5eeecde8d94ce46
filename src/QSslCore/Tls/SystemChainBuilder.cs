using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace QSslCore.Tls;

/// <summary>The operating system. When Windows builds a chain, it fetches a root that it trusts and does not have yet.</summary>
internal sealed class SystemChainBuilder : ISystemChainBuilder
{
    private const string ServerAuthentication = ExtensionNames.ServerAuthentication;

    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(10);

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
            return built.ChainElements.Count > 1
                ? new(QSslCertificate.FromX509Certificate2(built.ChainElements[^1].Certificate), "")
                : new(null, "The chain has no root");
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
