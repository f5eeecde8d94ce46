using QSslCore;

namespace QSslModule;

/// <summary>Makes reports of the facts that checks of a target found.</summary>
/// <param name="plan">How the target was checked.</param>
/// <param name="proxyName">The proxy on the way; empty for none.</param>
/// <param name="limits">What to judge by.</param>
internal sealed class HostReporter(TargetPlan plan, string proxyName, ReportLimits limits)
{
    /// <summary>What is looked at beside the check itself.</summary>
    public required ReportSurvey Survey { get; init; }

    public async Task<SslHostReport[]> ReportAsync(Task<HostCheckResult> check) =>
        [await ReportAsync(await check.ConfigureAwait(false)).ConfigureAwait(false)];

    public async Task<SslHostReport[]> ReportAsync(Task<IReadOnlyList<HostCheckResult>> checks) =>
        await Task.WhenAll((await checks.ConfigureAwait(false)).Select(ReportAsync)).ConfigureAwait(false);

    private async Task<SslHostReport> ReportAsync(HostCheckResult result) =>
        Report(result, await Survey.RunAsync(result).ConfigureAwait(false));

    private SslHostReport Report(HostCheckResult result, SslHostProfile? profile)
    {
        SslHostReport report = new()
        {
            JudgeAgain = profile is null ? null : other => Report(result, other),
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
        Survey.Describe(report, result, profile);
        ReportJudge.Judge(report, result, limits, [.. Findings(result), .. ReportSurvey.Findings(report)]);
        return report;
    }

    private IEnumerable<SslReportFinding> Findings(HostCheckResult result)
    {
        IEnumerable<SslReportFinding> findings = SessionJudge.Judge(result.Session)
            .Concat(CertificateJudge.Judge(result.PeerCertificateChain, result.VerifiedCertificateChain, limits.IsExpected));
        if (result.PeerCertificateChain.Count > 0)
            findings = findings.Concat(StapleReport.Judge(result)).Concat(RevocationJudge.Judge(result, limits));
        if (result is { ClientCertificate: ClientCertificateAnswer.Unanswered, Outcome: HostCheckOutcome.Encrypted })
        {
            // Silence is a finding: what is not known is not good.
            findings = findings.Append(FindingRules.ClientCertificateRequested.Found(limits.ShowsCertificate
                ? "The host asks for a client certificate, one was given, and it has not said within the time limit whether it takes that "
                    + "one"
                : "The host asks for a client certificate, none was given, and it has not said within the time limit whether it goes on "
                    + "without: try -Certificate and -Key"));
        }
        return findings;
    }
}
