using QSslCore;

namespace QSslModule;

/// <summary>Writes what a host accepts and the verdict of each rule of a policy into the details of a host. It uses lists and no tables,
/// because the page has exactly one table, which the script sorts.</summary>
internal static class HtmlProfile
{
    public static void Write(HtmlText html, SslHostReport report)
    {
        if (report.PolicyVerdicts.Length > 0)
            WritePolicy(html, report);
        if (report.Profile is not { } profile)
            return;
        html.AddOwn("<h3>What the host accepts</h3>");
        if (profile.Failure.Length > 0)
        {
            html.Add($"<p class=\"unknown\"><bdi dir=\"ltr\">{profile.Failure}</bdi></p>");
            return;
        }
        WriteWeaknesses(html, profile);
        html.AddOwn("<ul class=\"versions\">");
        foreach (SslProfileProtocol protocol in profile.Protocols.OrderBy(ProfileText.Rank))
            WriteProtocol(html, protocol);
        html.AddOwn("</ul><dl>");
        foreach (ProfileFacts fact in ProfileFacts.Of(profile).Where(fact => fact.Values.Length > 0))
        {
            html.Add($"<dt class=\"{ClassOf(fact.Rank)}\">{fact.Name}</dt>");
            html.Add($"<dd><bdi dir=\"ltr\">{string.Join(", ", fact.Values)}</bdi></dd>");
        }
        foreach (string gap in profile.Gaps)
            html.Add($"<dt>Not found out</dt><dd><bdi dir=\"ltr\">{gap}</bdi></dd>");
        html.AddOwn("</dl>");
        WriteClients(html, profile);
    }

    private static void WritePolicy(HtmlText html, SslHostReport report)
    {
        html.Add($"<h3>Policy <bdi dir=\"ltr\">{report.Policy}</bdi> <span class=\"muted\">{ProfileText.Verdicts(report)}</span></h3>");
        html.AddOwn("<ul class=\"rules\">");
        foreach (SslPolicyVerdict verdict in report.PolicyVerdicts.OrderBy(verdict => Array.IndexOf(PolicyStatus.All, verdict.Status)))
        {
            bool isOpen = verdict.Status is PolicyStatus.Broken or PolicyStatus.Unknown;
            html.Add($"<li class=\"{ClassOf(verdict)}\"><span class=\"badge\">{WordOf(verdict.Status)}</span> ");
            html.Add($"<span><bdi dir=\"ltr\">{verdict.Title}</bdi> ");
            html.Add($"<span class=\"muted\"><bdi dir=\"ltr\">{verdict.Seen}{(verdict.Seen.EndsWith('.') ? "" : ".")}</bdi></span>");
            if (isOpen && verdict.Advice.Length > 0)
                html.Add($" <bdi dir=\"ltr\">{verdict.Advice}</bdi>");
            html.Add($" <code>{verdict.RuleId}</code></span></li>");
        }
        html.AddOwn("</ul>");
    }

    private static void WriteProtocol(HtmlText html, SslProfileProtocol protocol)
    {
        bool isAccepted = protocol.Status == SslProfileStatus.Accepted;
        string more = isAccepted
            ? Join(ProfileText.Grades(protocol), OrderOf(protocol), protocol.CiphersReason)
            : protocol.Reason;
        html.Add($"<li class=\"{(protocol.Status == SslProfileStatus.Unknown ? "unknown" : ClassOf(ProfileText.Rank(protocol)))}\">");
        html.Add($"<b>{protocol.Version}</b> {protocol.Status.ToLowerInvariant()} <bdi class=\"muted\" dir=\"ltr\">{more}</bdi>");
        if (protocol.Ciphers.Length > 0)
        {
            html.AddOwn("<ol>");
            foreach (SslProfileCipher cipher in protocol.Ciphers)
            {
                html.Add($"<li class=\"{ClassOf(ProfileText.GradeRank(cipher.Grade))}\"><bdi dir=\"ltr\">{cipher.Name}</bdi> ");
                html.Add($"<span class=\"muted\">{string.Join(", ", cipher.Weak)}</span></li>");
            }
            html.AddOwn("</ol>");
        }
        html.AddOwn("</li>");
    }

    private static void WriteWeaknesses(HtmlText html, SslHostProfile profile)
    {
        SslProfileWeakness[] told =
        [
            .. profile.Weaknesses.Where(weakness => weakness.Status is SslProfileStatus.Vulnerable or SslProfileStatus.Unknown)
                .OrderBy(weakness => weakness.Status == SslProfileStatus.Vulnerable ? 0 : 1),
        ];
        if (told.Length == 0)
            return;
        html.AddOwn("<ul class=\"rules\">");
        foreach (SslProfileWeakness weakness in told)
        {
            html.Add($"<li class=\"{(weakness.Status == SslProfileStatus.Vulnerable ? "critical" : "unknown")}\">");
            html.Add($"<span class=\"badge\">{weakness.Status}</span> <span><bdi dir=\"ltr\">{weakness.Title} ({weakness.Id})</bdi> ");
            html.Add($"<bdi class=\"muted\" dir=\"ltr\">{weakness.Evidence}</bdi></span></li>");
        }
        html.AddOwn("</ul>");
    }

    private static void WriteClients(HtmlText html, SslHostProfile profile)
    {
        if (profile.Clients.Length == 0)
            return;
        html.AddOwn("<h3>Clients</h3><ul class=\"rules\">");
        foreach (SslProfileClient client in profile.Clients)
        {
            string[] got = [client.Version, client.Cipher, client.Group, client.Reason];
            html.Add($"<li class=\"{(client.Status == SslProfileStatus.Accepted ? "ok" : "unknown")}\">");
            html.Add($"<span class=\"badge\">{client.Name}</span> <span>{client.Status.ToLowerInvariant()} ");
            html.Add($"<bdi class=\"muted\" dir=\"ltr\">{Join(got)}</bdi></span></li>");
        }
        html.AddOwn("</ul>");
    }

    private static string Join(params string[] texts) => string.Join(", ", texts.Where(text => text.Length > 0));

    private static string OrderOf(SslProfileProtocol protocol) =>
        protocol.Order == SslProfileStatus.Unknown ? "" : $"the {protocol.Order.ToLowerInvariant()} chooses";

    private static string ClassOf(int rank) => rank switch
    {
        0 => "critical",
        1 => "warning",
        2 => "ok",
        _ => "unknown",
    };

    private static string ClassOf(SslPolicyVerdict verdict) => verdict.Status switch
    {
        PolicyStatus.Broken => HtmlReport.ClassOf(verdict.Severity),
        PolicyStatus.Met => "ok",
        _ => "unknown",
    };

    private static string WordOf(string status) => status == PolicyStatus.NotApplicable ? "Not applicable" : status;
}
