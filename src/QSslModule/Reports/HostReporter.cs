using QSslCore;

namespace QSslModule;

/// <summary>Turns the results of the checks of a target into reports.</summary>
/// <param name="plan">How the target was checked.</param>
/// <param name="proxyName">The proxy on the way; empty for none.</param>
/// <param name="limits">What to judge by.</param>
/// <param name="stop">Ends it.</param>
internal sealed class HostReporter(TargetPlan plan, string proxyName, ReportLimits limits, CancellationToken stop)
{
    /// <summary>The survey that runs in addition to the check.</summary>
    public required ReportSurvey Survey { get; init; }

    public async Task<SslHostReport[]> ReportAsync(Task<HostCheckResult> check) =>
        [await ReportAsync(await check.ConfigureAwait(false)).ConfigureAwait(false)];

    public async Task<SslHostReport[]> ReportAsync(Task<IReadOnlyList<HostCheckResult>> checks) =>
        await Task.WhenAll((await checks.ConfigureAwait(false)).Select(ReportAsync)).ConfigureAwait(false);

    /// <summary>Fetches the issuers that hosts do not send; null to fetch none.</summary>
    public IssuerFetch? Issuers { get; init; }

    private async Task<SslHostReport> ReportAsync(HostCheckResult result)
    {
        SslHostProfile? profile = await Survey.RunAsync(result).ConfigureAwait(false);
        return Report(result, profile, Issuers is null ? [] : await Issuers.RunAsync(result, NameOf(result), stop).ConfigureAwait(false));
    }

    /// <summary>The name that the host was verified for.</summary>
    private string NameOf(HostCheckResult result) => plan.PeerName.Length > 0 ? plan.PeerName : result.HostName;

    private SslHostReport Report(HostCheckResult result, SslHostProfile? profile, IReadOnlyList<SslReportFinding> ofIssuers)
    {
        SslHostReport report = new()
        {
            JudgeAgain = profile is null ? null : other => Report(result, other, ofIssuers),
            Target = SslTarget.Display(result.HostName, result.Port),
            HostName = result.HostName,
            Port = result.Port,
            Address = result.Address?.ToString() ?? "",
            StartTls = plan.StartTls,
            PeerName = plan.PeerName,
            Proxy = proxyName,
            AllAddresses = result.IsForOneAddress,
            Tags = plan.Tags,
            Timestamp = result.StartedAt.UtcDateTime,
            At = result.VerificationTime.UtcDateTime,
            Backend = result.Backend,
            Protocol = result.Session is { Protocol: not SslProtocol.UnknownProtocol } known ? known.Protocol.ToString() : "",
            Cipher = result.Session?.Cipher.Name ?? "",
            Group = result.Session?.Group ?? "",
            Alpn = result.Session?.ApplicationProtocol ?? "",
            Stapling = StapleReport.Describe(result),
            Revocation = result.Revocation?.Status.ToString() ?? "",
            ClientCertificate = result.ClientCertificate switch
            {
                ClientCertificateAnswer.NotRequested => "",
                ClientCertificateAnswer.Missed => "Required",
                _ => "Requested",
            },
            Timings = new(result.Timings),
        };
        if (result.Outcome == HostCheckOutcome.Unreachable)
        {
            ReportJudge.Miss(report, result.Failure);
            return report;
        }
        ReportJudge.Describe(report, result);
        DaneJudge.Describe(report, result);
        Survey.Describe(report, result, profile);
        ReportJudge.Judge(report, result, limits,
        [
            .. Findings(result), .. ofIssuers, .. limits.Stores?.Judge(report, result, NameOf(result), limits.IsAccepted) ?? [],
            .. ReportSurvey.Findings(report),
        ]);
        return report;
    }

    private IEnumerable<SslReportFinding> Findings(HostCheckResult result)
    {
        IEnumerable<SslReportFinding> findings = SessionJudge.Judge(result.Session)
            .Concat(CertificateJudge.Judge(result.PeerCertificateChain, result.VerifiedCertificateChain, limits.IsExpected));
        if (result.PeerCertificateChain.Count > 0)
            findings = findings.Concat(StapleReport.Judge(result)).Concat(RevocationJudge.Judge(result));
        findings = findings.Concat(DaneJudge.Judge(result));
        if (result is { ClientCertificate: ClientCertificateAnswer.Unanswered, Outcome: HostCheckOutcome.Encrypted })
        {
            // No answer is a finding: an unknown state is not good.
            findings = findings.Append(FindingRules.ClientCertificateRequested.Found(limits.ShowsCertificate
                ? "The host asks for a client certificate, one was given, and it has not said within the time limit whether it takes that "
                    + "one"
                : "The host asks for a client certificate, none was given, and it has not said within the time limit whether it goes on "
                    + "without: try -Certificate and -Key"));
        }
        return findings;
    }
}
