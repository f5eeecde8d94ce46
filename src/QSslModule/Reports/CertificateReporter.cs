using System.Collections.Concurrent;
using QSslCore;

namespace QSslModule;

/// <summary>Judges certificates where they lie, by the limits that hosts are judged by. Any thread may call it.</summary>
/// <param name="configuration">The authorities and the time to verify by, which do not change.</param>
/// <param name="limits">What to judge by.</param>
/// <param name="tell">Gets the target and a sentence about how it was verified; null for nothing that listens.</param>
internal sealed class CertificateReporter(QSslConfiguration configuration, ReportLimits limits, Action<string, string>? tell)
{
    /// <summary>The names that were given, and whether a certificate was held against them.</summary>
    private readonly ConcurrentDictionary<string, bool> _names = new(StringComparer.OrdinalIgnoreCase);

    private readonly List<string> _empty = [];
    private readonly string _backend = configuration.Backend.Length > 0 ? configuration.Backend : QSslSocket.ActiveBackend;

    /// <summary>Returns the report for one certificate.</summary>
    /// <param name="found">The certificate, and the certificates that lead on from it.</param>
    /// <param name="hostName">The name that the certificate must be valid for; empty for any name and any purpose.</param>
    public SslHostReport Report(FoundCertificate found, string hostName)
    {
        SslHostReport report = Begin(found.Target, hostName);
        // An authority has no host name: the name applies to the certificates that it issued. Certificates that servers sign themselves
        // are often made as authorities, and say of which hosts they are.
        string name = found.Certificate.IsAuthority && !NamesHosts(found.Certificate) ? "" : hostName;
        _ = _names.AddOrUpdate(hostName, name == hostName, (_, isHeld) => isHeld || name == hostName);
        IReadOnlyList<QSslError> errors = PeerVerification.EvaluateChain(
            [found.Certificate, .. found.Issuers], configuration, name, out IReadOnlyList<QSslCertificate> path,
            tell: tell is null ? null : text => tell(report.Target, text));
        HostCheckResult result = new()
        {
            HostName = hostName,
            Port = SslTarget.NoPort,
            Outcome = HostCheckOutcome.Encrypted,
            Errors = errors,
            PeerCertificateChain = [found.Certificate],
            VerifiedCertificateChain = path,
            Backend = _backend,
            StartedAt = report.Timestamp,
            VerificationTime = report.At,
        };
        ReportJudge.Describe(report, result);
        // A file does not have to contain the certificates that a host would have to send along.
        report.ChainFaults = [];
        ReportJudge.Judge(
            report, result, limits, [.. CertificateJudge.Judge([found.Certificate], path, limits.IsExpected, "The certificate")]);
        return report;
    }

    /// <summary>Returns a report for input that could not be read. Without this row the run would look good.</summary>
    public SslHostReport Unread(string target, string reason)
    {
        SslHostReport report = Begin(target, "");
        ReportJudge.LeaveUnknown(report, reason);
        return report;
    }

    /// <summary>Keeps a place without certificates; null for none.</summary>
    public void NoteEmpty(string? place)
    {
        if (place is not null)
            _empty.Add(place);
    }

    /// <summary>Returns a report for each place without certificates.</summary>
    public IEnumerable<SslHostReport> EmptyPlaces()
    {
        foreach (string place in _empty)
        {
            SslHostReport report = Begin(place, "");
            ReportJudge.Leave(report, ReportStatus.Unknown, FindingRules.NothingTested.Found(
                $"No certificate was found in '{report.Target}'"));
            yield return report;
        }
    }

    /// <summary>Returns a report for each name that no certificate was held against: all that were given are authorities. Without these
    /// rows the names would look good.</summary>
    public IEnumerable<SslHostReport> UnheldNames()
    {
        foreach (string hostName in _names.Where(name => !name.Value).Select(name => name.Key).Order(StringComparer.Ordinal))
        {
            SslHostReport report = Begin(hostName, hostName);
            ReportJudge.Leave(report, ReportStatus.Unknown, FindingRules.NameNotJudged.Found(
                $"No certificate was held against the name {hostName}: each one that was given is an authority, and names no host"));
            yield return report;
        }
    }

    private static bool NamesHosts(QSslCertificate certificate) => certificate.SubjectAlternativeNames.Any(
        name => name.Type is AlternativeNameEntryType.DnsEntry or AlternativeNameEntryType.IpAddressEntry);

    private SslHostReport Begin(string target, string hostName)
    {
        DateTime now = DateTime.UtcNow;
        return new()
        {
            Target = VisibleText.Of(target),
            HostName = "",
            PeerName = hostName,
            Port = SslTarget.NoPort,
            Backend = _backend,
            Timestamp = now,
            At = configuration.VerificationTime?.UtcDateTime ?? now,
        };
    }
}
