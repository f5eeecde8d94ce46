using System.Globalization;
using System.Net;
using QSslCore;

namespace QSslModule;

/// <summary>Tests the hosts that take mail for domains (-Mx).</summary>
/// <param name="resolver">Who knows them.</param>
/// <param name="test">Tests one host; the resolver of its TLSA records is told.</param>
/// <param name="configuration">What hosts are tested with.</param>
/// <param name="port">The port for domains that name none.</param>
/// <param name="stop">Ends it.</param>
internal sealed class MailRun(DnsResolver resolver, Func<SslTarget, ITlsaResolver, Task<SslHostReport[]>> test,
    QSslConfiguration configuration, int port, CancellationToken stop)
{
    /// <summary>No domain has more; one that says so would make this machine knock on many doors.</summary>
    private const int MaxHosts = 50;

    /// <summary>The reports on the hosts of a domain, in the order of preference; one that says why there is no host.</summary>
    public async Task<SslHostReport[]> RunAsync(SslTarget domain)
    {
        if (HostName.TryParseLiteral(domain.HostName, out IPAddress _))
            return [Left(domain, ReportStatus.Critical, FindingRules.InvalidTarget.Found(
                $"{domain}: -Mx needs the name of a domain, and this is an address"))];
        if (HostName.ToAce(domain.HostName) is not { } name)
            return [Left(domain, ReportStatus.Critical, FindingRules.InvalidTarget.Found($"{domain} cannot be the name of a domain"))];
        MailHosts mail = await resolver.FindMailHostsAsync(name, stop).ConfigureAwait(false);
        if (mail.Failure.Length > 0)
            return [Left(domain, ReportStatus.Unknown, FindingRules.MailHostsUnknown.Found(mail.Failure))];
        if (mail.DomainIsMissing)
            return [Left(domain, ReportStatus.Unreachable, FindingRules.Unreachable.Found($"The domain {domain} does not exist"))];
        if (mail.Hosts.Count == 0)
            return [Left(domain, ReportStatus.Warning, FindingRules.NoMailHost.Found(
                $"{domain} says that it takes no mail (a null MX, RFC 7505): there was nothing to test"))];
        if (mail.Hosts.Count > MaxHosts)
            return [Left(domain, ReportStatus.Unknown, FindingRules.MailHostsUnknown.Found(string.Create(CultureInfo.InvariantCulture,
                $"{domain} names {mail.Hosts.Count} mail hosts: more than {MaxHosts} are not tested")))];
        ITlsaResolver tlsa = mail.IsValidated ? resolver : new MailTlsaResolver(resolver);
        SslHostReport[][] reports = await Task.WhenAll(mail.Hosts.Select(host => TestAsync(domain, host, tlsa))).ConfigureAwait(false);
        return [.. reports.SelectMany(one => one)];
    }

    private async Task<SslHostReport[]> TestAsync(SslTarget domain, MailHost host, ITlsaResolver tlsa)
    {
        SslTarget target = SslTarget.Of(host.Name, host.Name, domain.PortOr(port, StartTlsProtocol.Find("smtp")!.Name));
        target.Tags = TargetTags.Merge(domain.Tags, TargetTags.Read(
        [
            new("MailDomain", domain.HostName), new("MxPreference", host.Preference.ToString(CultureInfo.InvariantCulture)),
        ]));
        return HostName.ToAce(host.Name) is null
            ? [Left(target, ReportStatus.Critical, FindingRules.InvalidTarget.Found($"The mail host of {domain} is not a valid host name"))]
            : await test(target, tlsa).ConfigureAwait(false);
    }

    private SslHostReport Left(SslTarget target, string status, SslReportFinding finding)
    {
        DateTime now = DateTime.UtcNow;
        SslHostReport report = new()
        {
            Target = target.ToString(),
            HostName = target.HostName,
            Port = target.PortOr(port, "smtp"),
            StartTls = "smtp",
            Tags = target.Tags,
            Backend = configuration.Backend.Length > 0 ? configuration.Backend : QSslSocket.ActiveBackend,
            Timestamp = now,
            At = configuration.VerificationTime?.UtcDateTime ?? now,
        };
        ReportJudge.Leave(report, status, finding);
        return report;
    }
}
