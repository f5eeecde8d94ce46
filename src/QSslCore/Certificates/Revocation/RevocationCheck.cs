using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace QSslCore;

/// <summary>
/// Asks the issuers of a path whether they have taken one of its certificates back, where the certificates say that one can ask
/// (lists, CRL; responders, OCSP). The platform does that, which also keeps lists until they are out of date.
/// </summary>
/// <remarks>
/// For paths that were verified and lead to a trusted end, and for no others: the addresses stand in the certificates, and the author of a
/// made-up path could send this machine anywhere.
/// </remarks>
internal static class RevocationCheck
{
    private const X509ChainStatusFlags Unknown = X509ChainStatusFlags.RevocationStatusUnknown | X509ChainStatusFlags.OfflineRevocation;

    /// <summary>The platform holds a thread for as long as it asks: so there are few at a time, and none of the pool's.</summary>
    private static readonly SemaphoreSlim s_places = new(16);

    /// <summary>The platform's own limit is one for each answer that it waits for.</summary>
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(15);

    /// <param name="path">A certificate, and its issuers up to the trusted one.</param>
    /// <param name="limit">How long it may take, with the wait for a place; infinite for as long as the platform gives it.</param>
    /// <param name="token">Ends the wait; what was asked already runs into its own limit.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
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
            // Everything else was judged before, and by other rules.
            policy.VerificationFlags = X509VerificationFlags.AllFlags;
            // Zero would be the platform's own limit.
            policy.UrlRetrievalTimeout = limit > TimeSpan.FromMilliseconds(1) ? limit : TimeSpan.FromMilliseconds(1);
            chain.Build(certificates[0]);
            // Equals looks at issuer and serial number alone.
            bool isSamePath = chain.ChainElements.Select(e => e.Certificate).Select(Digest).SequenceEqual(certificates.Select(Digest));
            X509ChainStatusFlags[] found = [.. chain.ChainElements.Select(e =>
                e.ChainElementStatus.Aggregate(X509ChainStatusFlags.NoError, (all, s) => all | s.Status))];
            return Judge(path, found, isSamePath);
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

    private static RevocationVerdict Judge(IReadOnlyList<QSslCertificate> path, X509ChainStatusFlags[] found, bool isSamePath)
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
                return new(RevocationStatus.Unknown, Describe(path[i]));
        }
        // Of a path that it would not follow to a root, the platform asks no responder, and finds nothing wrong.
        X509ChainStatusFlags objections = found.Aggregate(X509ChainStatusFlags.NoError, (all, one) => all | one);
        return isSamePath && objections == X509ChainStatusFlags.NoError
            ? new(RevocationStatus.Good)
            : new(RevocationStatus.Unknown, $"Whether '{path[0].VisibleName}' was revoked is unknown: this system does not "
                + $"follow the path to a root ({(isSamePath ? objections : X509ChainStatusFlags.PartialChain)})");
    }

    private static string Describe(QSslCertificate certificate)
    {
        string[] places = [.. certificate.OcspUrls, .. certificate.CrlUrls];
        return places.Length == 0
            ? $"Whether '{certificate.VisibleName}' was revoked cannot be asked: it names neither a responder (OCSP) nor a list "
                + "(CRL)"
            : $"Whether '{certificate.VisibleName}' was revoked is unknown: there was no usable answer "
                + $"from {string.Join(" or ", places)}";
    }

    private static RevocationVerdict LateFor(IReadOnlyList<QSslCertificate> path) =>
        new(RevocationStatus.Unknown, $"Whether '{path[0].VisibleName}' was revoked is unknown: there was no time left to check");

    private static TimeSpan AtLeastNothing(TimeSpan time) => time > TimeSpan.Zero ? time : TimeSpan.Zero;
}
