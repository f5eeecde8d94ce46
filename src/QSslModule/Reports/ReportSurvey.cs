using QSslCore;
using QSslCore.Sockets;

namespace QSslModule;

/// <summary>Looks at what a host accepts of any client, where a report needs that: for a policy, or to say why a handshake
/// failed.</summary>
/// <param name="check">The check of the host, which says how it is reached.</param>
/// <param name="policy">The policy to judge by; null for none.</param>
/// <param name="explains">Whether to say why a handshake failed.</param>
/// <param name="trace">Where lines for -Verbose go; null for nowhere.</param>
/// <param name="stop">Ends it.</param>
internal sealed class ReportSurvey(HostCheck check, SslPolicy? policy, bool explains, TraceBox? trace, CancellationToken stop)
{
    /// <summary>All that a handshake can fail for.</summary>
    private const SslProfileSections Handshake = SslProfileSections.Protocols | SslProfileSections.Ciphers | SslProfileSections.Groups
        | SslProfileSections.Signatures | SslProfileSections.Certificates;

    /// <summary>The profile; null where none is needed, or nothing answers.</summary>
    public async Task<SslHostProfile?> RunAsync(HostCheckResult result)
    {
        bool isToExplain = explains && result.Outcome is HostCheckOutcome.HandshakeFailed or HostCheckOutcome.StartTlsFailed;
        if (result.Outcome == HostCheckOutcome.Unreachable || (policy is null && !isToExplain))
            return null;
        HostSurvey survey = new(check.HostName, check.Port)
        {
            // What was checked is what is judged: another address of the name may be another machine.
            Address = check.Proxy is null or { Type: ProxyType.NoProxy } ? result.Address ?? check.Address : check.Address,
            PeerName = check.PeerName,
            NetworkProtocol = check.NetworkProtocol,
            Proxy = check.Proxy,
            // Where the protocol did not come to TLS, TLS may begin at once.
            StartTls = isToExplain && result.Outcome == HostCheckOutcome.StartTlsFailed ? null : check.StartTls,
            Timeout = check.Timeout,
            Sections = policy is null ? Handshake : SslProfileSections.All,
            Narrator = ProfileTrace.NarratorOf(check.HostName, check.Port, trace),
        };
        return await ProfileTrace.RunAsync(survey, trace, stop).ConfigureAwait(false);
    }

    /// <summary>Writes down what was found, and the verdicts of the policy.</summary>
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
        // A path whose signatures do not fit proves nothing of its authorities.
        SslReportCertificate[]? path = ReportJudge.IsSigned(result.Errors) ? report.VerifiedChain : null;
        report.PolicyVerdicts = PolicyJudge.Judge(policy, new(profile, path));
    }

    /// <summary>What breaks the policy. A host that could not be profiled is one thing that is wrong, not as many as there are
    /// rules.</summary>
    public static IEnumerable<SslReportFinding> Findings(SslHostReport report) => report switch
    {
        { Policy.Length: 0 } => [],
        { Profile.Failure.Length: > 0 } => [FindingRules.PolicyNotJudged.Found(
            $"It is not known whether the host follows {report.Policy}: {report.Profile.Failure.TrimEnd('.')}")],
        _ => PolicyJudge.Findings(report.PolicyVerdicts),
    };
}
