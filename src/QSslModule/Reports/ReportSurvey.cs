using QSslCore;
using QSslCore.Sockets;

namespace QSslModule;

/// <summary>Finds out what a host accepts from any client, if a report needs it for a policy or to explain why a handshake
/// failed.</summary>
/// <param name="check">The check of the host. It says how to reach the host.</param>
/// <param name="policy">The policy to judge by; null for none.</param>
/// <param name="explains">Whether to explain why a handshake failed.</param>
/// <param name="trace">Receives the lines for -Verbose; null for none.</param>
/// <param name="stop">Cancels the survey.</param>
internal sealed class ReportSurvey(HostCheck check, SslPolicy? policy, bool explains, TraceBox? trace, CancellationToken stop)
{
    /// <summary>Everything that can make a handshake fail.</summary>
    private const SslProfileSections Handshake = SslProfileSections.Protocols | SslProfileSections.Ciphers | SslProfileSections.Groups
        | SslProfileSections.Signatures | SslProfileSections.Certificates;

    /// <summary>Returns the profile, or null if the report does not need one or the host does not answer.</summary>
    public async Task<SslHostProfile?> RunAsync(HostCheckResult result)
    {
        bool isToExplain = explains && result.Outcome is HostCheckOutcome.HandshakeFailed or HostCheckOutcome.StartTlsFailed;
        if (result.Outcome == HostCheckOutcome.Unreachable || (policy is null && !isToExplain))
            return null;
        HostSurvey survey = new(check.HostName, check.Port)
        {
            // The profile must be of the address that was checked: another address of the name may be another machine.
            Address = check.Proxy is null or { Type: ProxyType.NoProxy } ? result.Address ?? check.Address : check.Address,
            PeerName = check.PeerName,
            NetworkProtocol = check.NetworkProtocol,
            LocalAddress = check.LocalAddress,
            Proxy = check.Proxy,
            // If the protocol did not reach TLS, the host may expect TLS from the first byte.
            StartTls = isToExplain && result.Outcome == HostCheckOutcome.StartTlsFailed ? null : check.StartTls,
            Timeout = check.Timeout,
            Sections = policy is null ? Handshake : SslProfileSections.All,
            Narrator = ProfileTrace.NarratorOf(check.HostName, check.Port, trace),
        };
        return await ProfileTrace.RunAsync(survey, trace, stop).ConfigureAwait(false);
    }

    /// <summary>Adds the profile and the verdicts of the policy to the report.</summary>
    public void Describe(SslHostReport report, HostCheckResult result, SslHostProfile? profile)
    {
        report.Profile = profile;
        if (explains && result.Outcome is HostCheckOutcome.HandshakeFailed or HostCheckOutcome.StartTlsFailed && profile is not null)
            report.Explanation = HandshakeExplainer.Explain(profile, check, result);
        if (policy is null)
            return;
        report.Policy = policy.ToString();
        if (profile is null)
            return;
        // A path with invalid signatures proves nothing about its authorities.
        IReadOnlyList<SslReportCertificate>? path = ReportJudge.IsSigned(result.Errors) ? report.VerifiedChain : null;
        report.PolicyVerdicts = new(PolicyJudge.Judge(policy, new(profile, path)));
    }

    /// <summary>Returns the rules of the policy that are not met. A host that could not be profiled is one finding, and not one for each
    /// rule.</summary>
    public static IEnumerable<SslReportFinding> Findings(SslHostReport report) => report switch
    {
        { Policy.Length: 0 } => [],
        { Profile.Failure.Length: > 0 } => [FindingRules.PolicyNotJudged.Found(
            $"It is not known whether the host follows {report.Policy}: {report.Profile.Failure.TrimEnd('.')}")],
        _ => PolicyJudge.Findings(report.PolicyVerdicts),
    };
}
