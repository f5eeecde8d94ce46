using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace QSslCore.Tls.Managed;

/// <summary>Builds and checks a certificate's path with .NET's own means: nothing is fetched, and revocation is nobody's business here.</summary>
internal static class ChainVerification
{
    public const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    /// <param name="chain">The certificates as shown, leaf first.</param>
    /// <param name="configuration">The authorities, the time and the depth to check by.</param>
    /// <param name="peerRole">The role of whoever shows the chain; any, if that is UnencryptedMode.</param>
    public static TlsPeer Run(IReadOnlyList<QSslCertificate> chain, QSslConfiguration configuration, SslMode peerRole)
    {
        if (chain.Count == 0 || chain[0].IsNull)
            return TlsPeer.None;
        string? usage = peerRole switch
        {
            SslMode.SslServerMode => ServerAuthentication,
            SslMode.SslClientMode => ClientAuthentication,
            _ => null,
        };
        List<X509Certificate2> shown = [];
        try
        {
            foreach (QSslCertificate link in chain.Where(c => !c.IsNull))
            {
                if (TryLoad(link) is not { } loaded)
                    return new(chain, [chain[0]], [new(SslErrorCode.UnspecifiedError, link, "The certificate cannot be read")]);
                shown.Add(loaded);
            }
            ChainTrust trust = ChainTrust.Of(configuration);
            TlsPeer peer = Build(chain, shown, trust.Authorities, configuration, usage);
            // The system's own store is the better judge of the system's roots; ours are asked where it knows no way.
            return trust.AsksSystem && (trust.Authorities.Count == 0 || peer.ChainErrors.Count > 0)
                && Build(chain, shown, null, configuration, usage) is var bySystem && (trust.Authorities.Count == 0 || bySystem.ChainErrors.Count == 0)
                ? bySystem
                : peer;
        }
        finally
        {
            shown.ForEach(c => c.Dispose());
        }
    }

    // Without authorities, whom the system trusts is trusted.
    private static TlsPeer Build(
        IReadOnlyList<QSslCertificate> chain, List<X509Certificate2> shown, X509Certificate2Collection? authorities,
        QSslConfiguration configuration, string? usage)
    {
        DateTimeOffset time = configuration.VerificationTime ?? DateTimeOffset.UtcNow;
        using X509Chain built = new();
        X509ChainPolicy policy = built.ChainPolicy;
        policy.RevocationMode = X509RevocationMode.NoCheck;
        policy.DisableCertificateDownloads = true;
        policy.VerificationTime = time.UtcDateTime;
        policy.TrustMode = authorities is null ? X509ChainTrustMode.System : X509ChainTrustMode.CustomRootTrust;
        if (authorities is not null)
            policy.CustomTrustStore.AddRange(authorities);
        if (usage is not null)
            policy.ApplicationPolicy.Add(new Oid(usage));
        policy.ExtraStore.AddRange(shown.Skip(1).ToArray());
        try
        {
            _ = built.Build(shown[0]);
            QSslCertificate[] path = [.. built.ChainElements.Select(e => QSslCertificate.FromX509Certificate2(e.Certificate))];
            // The leaf and whoever is trusted in the end do not count.
            if (configuration.PeerVerifyDepth > 0 && path.Length > configuration.PeerVerifyDepth + 2)
                path = path[..(configuration.PeerVerifyDepth + 2)];
            return new(chain, path, [.. Faults(new ChainFaults(built, path, authorities, usage, time), path)]);
        }
        catch (CryptographicException e)
        {
            return new(chain, [chain[0]], [new(SslErrorCode.UnspecifiedError, chain[0], $"The certificate cannot be checked: {e.Message.TrimEnd('.')}")]);
        }
        finally
        {
            foreach (X509ChainElement element in built.ChainElements)
                element.Certificate.Dispose();
        }
    }

    /// <summary>What .NET calls weak, too, is told once.</summary>
    private static IEnumerable<QSslError> Faults(ChainFaults found, QSslCertificate[] path) =>
        found.Collect().Concat(KeyStrength.Check(path)).Concat(NameConstraints.Check(path)).DistinctBy(e => (e.Error, e.Certificate, e.ErrorString));

    private static X509Certificate2? TryLoad(QSslCertificate certificate)
    {
        try
        {
            return certificate.ToX509Certificate2();
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
