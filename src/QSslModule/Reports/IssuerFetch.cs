using System.Globalization;
using System.Net;
using QSslCore;

namespace QSslModule;

/// <summary>
/// Asks the places that certificates name for the certificates of their issuers (-FetchIntermediate), to tell a certificate that the host
/// does not send from a root that is not trusted. Any thread may call it.
/// </summary>
/// <param name="configuration">What the host is verified with.</param>
/// <param name="limit">The time for all of a host's questions.</param>
internal sealed class IssuerFetch(QSslConfiguration configuration, TimeSpan limit)
{
    /// <summary>No path is longer; and a host must not send this machine on a journey.</summary>
    private const int MaxSteps = 5;

    private const int MaxBytes = 128 * 1024;

    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(10);

    /// <summary>No other place than the one that is named, and nothing that says who asks.</summary>
    private static readonly HttpClient s_client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        Credentials = null,
        PreAuthenticate = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(1),
    })
    {
        MaxResponseContentBufferSize = MaxBytes,
        Timeout = s_longest,
    };

    private static readonly SslErrorCode[] s_noIssuer =
    [
        SslErrorCode.UnableToGetLocalIssuerCertificate, SslErrorCode.UnableToVerifyFirstCertificate,
        SslErrorCode.UnableToGetIssuerCertificate,
    ];

    /// <summary>What is to say about a host whose path ends at an unknown issuer; nothing about others.</summary>
    /// <param name="result">What was found.</param>
    /// <param name="hostName">The name that it was verified for.</param>
    /// <param name="stop">Ends it.</param>
    public async Task<IReadOnlyList<SslReportFinding>> RunAsync(HostCheckResult result, string hostName, CancellationToken stop)
    {
        if (result.PeerCertificateChain.Count == 0 || !result.Errors.Any(LacksIssuer))
            return [];
        using CancellationTokenSource time = CancellationTokenSource.CreateLinkedTokenSource(stop);
        time.CancelAfter(limit == Timeout.InfiniteTimeSpan || limit > s_longest ? s_longest : limit);
        List<QSslCertificate> chain = [.. result.PeerCertificateChain];
        List<SslReportFinding> findings = [];
        for (int step = 0; ; step++)
        {
            bool isOpen = PeerVerification.EvaluateChain(chain, configuration, hostName, out IReadOnlyList<QSslCertificate> path)
                .Any(LacksIssuer);
            QSslCertificate last = path.Count > 0 ? path[^1] : chain[0];
            if (!isOpen)
                return findings;
            if (last.IsSelfSigned || step == MaxSteps)
            {
                findings.Add(FindingRules.UntrustedRoot.Found(last.IsSelfSigned
                    ? $"The path ends at '{last.Subject}', which is not a trusted root here: no certificate is missing in between"
                    : string.Create(CultureInfo.InvariantCulture, $"After {MaxSteps} issuers the path has not come to a trusted root")));
                return findings;
            }
            (QSslCertificate? issuer, string from, string failure) = await FetchAsync(last, time.Token, stop).ConfigureAwait(false);
            if (issuer is null)
            {
                findings.Add(FindingRules.IntermediateUnknown.Found(failure));
                return findings;
            }
            // A root that is fetched is known to be missing nowhere: hosts do not send it.
            if (!issuer.IsSelfSigned)
                findings.Add(FindingRules.MissingIntermediate.Found(
                    $"The host does not send '{issuer.Subject}', which was fetched from {InputEcho.Of(from)}"));
            chain.Add(issuer);
        }
    }

    private static bool LacksIssuer(QSslError error) => s_noIssuer.Contains(error.Error)
        || error.Error is SslErrorCode.SelfSignedCertificateInChain;

    private static async Task<(QSslCertificate? Issuer, string From, string Failure)> FetchAsync(
        QSslCertificate certificate, CancellationToken time, CancellationToken stop)
    {
        string whose = $"The issuer of '{certificate.Subject}'";
        if (certificate.CaIssuerUrls.FirstOrDefault(url => url.StartsWith("http://", StringComparison.OrdinalIgnoreCase)) is not { } place
            || !Uri.TryCreate(place, UriKind.Absolute, out Uri? uri))
            return (null, "", $"{whose} cannot be asked for: the certificate names no place for that (http)");
        string from = InputEcho.Of(place);
        try
        {
            using HttpResponseMessage response = await s_client.GetAsync(uri, time).ConfigureAwait(false);
            if (response.StatusCode != HttpStatusCode.OK)
                return (null, from, string.Create(
                    CultureInfo.InvariantCulture, $"{whose} cannot be fetched: {from} answered {(int)response.StatusCode}"));
            byte[] data = await response.Content.ReadAsByteArrayAsync(time).ConfigureAwait(false);
            return CertificateReader.Read(data, null).Certificates.FirstOrDefault(one => one.Subject == certificate.Issuer) is { } issuer
                ? (issuer, from, "")
                : (null, from, $"{whose} is not in what {from} answered");
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException or UriFormatException)
        {
            string why = e is OperationCanceledException ? "no whole answer came within the time" : e.Message.TrimEnd('.');
            return (null, from, $"{whose} cannot be fetched from {from}: {VisibleText.Of(why)}");
        }
    }
}
