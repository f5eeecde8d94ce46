using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace QSslCore;

/// <summary>
/// Asks the issuers of a path whether they have revoked one of its certificates, if the certificates contain addresses for that
/// (lists, CRL; responders, OCSP). The platform does the work. It also caches lists until they expire.
/// </summary>
/// <remarks>
/// Only for paths that were verified and lead to a trusted end. The certificates contain the addresses, so the author of a
/// forged path could otherwise make this machine connect anywhere.
/// </remarks>
internal static class RevocationCheck
{
    private const X509ChainStatusFlags Unknown = X509ChainStatusFlags.RevocationStatusUnknown | X509ChainStatusFlags.OfflineRevocation;

    /// <summary>The platform blocks a thread during the whole query. Therefore the number is limited, and no thread of the pool is
    /// used.</summary>
    private static readonly SemaphoreSlim s_places = new(16);

    /// <summary>The platform has a separate limit for each answer that it waits for.</summary>
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(15);

    /// <param name="path">A certificate and its issuers, up to the trusted one.</param>
    /// <param name="limit">The maximum duration, including the wait for a free place. Infinite means the platform's own limit.</param>
    /// <param name="token">Cancels the wait. A query that has already started continues until its own limit.</param>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    public static async Task<RevocationVerdict> RunAsync(IReadOnlyList<QSslCertificate> path, TimeSpan limit, CancellationToken token)
    {
        if (path.Count < 2)
            return new(RevocationStatus.Unknown,
                "The certificate is signed by its own key: there is no issuer to ask whether it was revoked");
        Stopwatch watch = Stopwatch.StartNew();
        if (!await s_places.WaitAsync(limit, token).ConfigureAwait(false))
            return LateFor(path);
        TimeSpan left = limit == Timeout.InfiniteTimeSpan ? s_longest : limit - watch.Elapsed;
        Task<RevocationVerdict> asked = Task.Factory.StartNew(
            () =>
            {
                try
                {
                    return Ask(path, left < s_longest ? left : s_longest);
                }
                finally
                {
                    s_places.Release();
                }
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            return await asked.WaitAsync(limit == Timeout.InfiniteTimeSpan ? limit : AtLeastNothing(left), token).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return LateFor(path);
        }
    }

    private static RevocationVerdict Ask(IReadOnlyList<QSslCertificate> path, TimeSpan limit)
    {
        Stopwatch watch = Stopwatch.StartNew();
        X509Certificate2[] certificates = [];
        using X509Chain chain = new();
        try
        {
            certificates = [.. path.Select(c => c.ToX509Certificate2())];
            X509ChainPolicy policy = chain.ChainPolicy;
            policy.RevocationMode = X509RevocationMode.Online;
            policy.RevocationFlag = X509RevocationFlag.ExcludeRoot;
            policy.DisableCertificateDownloads = true;
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.Add(certificates[^1]);
            policy.ExtraStore.AddRange(certificates[1..]);
            // All other checks were made before, with other rules.
            policy.VerificationFlags = X509VerificationFlags.AllFlags;
            // Zero would mean the platform's own limit.
            policy.UrlRetrievalTimeout = limit > TimeSpan.FromMilliseconds(1) ? limit : TimeSpan.FromMilliseconds(1);
            chain.Build(certificates[0]);
            // Equals would compare only issuer and serial number.
            bool isSamePath = chain.ChainElements.Select(e => e.Certificate).Select(Digest).SequenceEqual(certificates.Select(Digest));
            X509ChainStatusFlags[] found = [.. chain.ChainElements.Select(e =>
                e.ChainElementStatus.Aggregate(X509ChainStatusFlags.NoError, (all, s) => all | s.Status))];
            return Judge(path, found, isSamePath, limit - watch.Elapsed);
        }
        catch (CryptographicException e)
        {
            return new(RevocationStatus.Unknown, $"Whether '{path[0].VisibleName}' was revoked could not be checked: {e.Message}");
        }
        finally
        {
            foreach (X509ChainElement element in chain.ChainElements)
                element.Certificate.Dispose();
            foreach (X509Certificate2 certificate in certificates)
                certificate.Dispose();
        }
    }

    private static string Digest(X509Certificate2 certificate) => certificate.GetCertHashString(HashAlgorithmName.SHA256);

    private static RevocationVerdict Judge(IReadOnlyList<QSslCertificate> path, X509ChainStatusFlags[] found, bool isSamePath,
        TimeSpan left)
    {
        int asked = Math.Min(path.Count - 1, found.Length);
        for (int i = 0; i < asked; i++)
        {
            if (found[i].HasFlag(X509ChainStatusFlags.Revoked))
                return new(RevocationStatus.Revoked, $"'{path[i].VisibleName}' was revoked by its issuer");
        }
        for (int i = 0; i < asked; i++)
        {
            if ((found[i] & Unknown) != 0)
                return new(RevocationStatus.Unknown, Describe(path[i], path[i + 1], left));
        }
        // If the platform cannot follow the path to a root, it asks no responder and reports no error.
        X509ChainStatusFlags objections = found.Aggregate(X509ChainStatusFlags.NoError, (all, one) => all | one);
        return isSamePath && objections == X509ChainStatusFlags.NoError
            ? GoodUnlessOfTomorrow(path, asked, left)
            : new(RevocationStatus.Unknown, $"Whether '{path[0].VisibleName}' was revoked is unknown: this system does not "
                + $"follow the path to a root ({(isSamePath ? objections : X509ChainStatusFlags.PartialChain)})");
    }

    /// <summary>The platform of some systems takes a list whose validity has not begun.</summary>
    private static RevocationVerdict GoodUnlessOfTomorrow(IReadOnlyList<QSslCertificate> path, int asked, TimeSpan left)
    {
        Stopwatch watch = Stopwatch.StartNew();
        for (int i = 0; i < asked; i++)
        {
            if (RevocationListFault.NotYetValid(path[i], left - watch.Elapsed) is { Length: > 0 } why)
                return new(RevocationStatus.Unknown, $"Whether '{path[i].VisibleName}' was revoked is unknown: {why}");
        }
        return new(RevocationStatus.Good);
    }

    private static string Describe(QSslCertificate certificate, QSslCertificate issuer, TimeSpan left)
    {
        string[] places = [.. certificate.OcspUrls, .. certificate.CrlUrls];
        string why = RevocationListFault.Describe(certificate, issuer, left);
        return places.Length == 0
            ? $"Whether '{certificate.VisibleName}' was revoked cannot be asked: it names neither a responder (OCSP) nor a list "
                + "(CRL)"
            : $"Whether '{certificate.VisibleName}' was revoked is unknown: there was no usable answer "
                + $"from {string.Join(" or ", places)}{(why.Length > 0 ? $"; {why}" : "")}";
    }

    private static RevocationVerdict LateFor(IReadOnlyList<QSslCertificate> path) =>
        new(RevocationStatus.Unknown, $"Whether '{path[0].VisibleName}' was revoked is unknown: there was no time left to check");

    private static TimeSpan AtLeastNothing(TimeSpan time) => time > TimeSpan.Zero ? time : TimeSpan.Zero;
}
