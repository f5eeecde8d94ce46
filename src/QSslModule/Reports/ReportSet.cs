using System.Globalization;

namespace QSslModule;

/// <summary>The reports that one document is about.</summary>
internal sealed class ReportSet
{
    private readonly Dictionary<SslHostReport, string> _names = new(ReferenceEqualityComparer.Instance);

    public ReportSet(IReadOnlyList<SslHostReport> reports)
    {
        Reports = reports;
        Latest = reports.Count > 0 ? reports.Max(report => report.Timestamp) : DateTime.UtcNow;
        HashSet<string> taken = new(StringComparer.OrdinalIgnoreCase);
        foreach (IGrouping<string, SslHostReport> same in reports.GroupBy(report => report.Target, StringComparer.OrdinalIgnoreCase))
        {
            bool alone = same.Count() == 1;
            foreach (SslHostReport report in same)
                _names.Add(report, Unique(alone || report.Address.Length == 0 ? report.Target : $"{report.Target} ({report.Address})", taken));
        }
    }

    /// <summary>In the order they came.</summary>
    public IReadOnlyList<SslHostReport> Reports { get; }

    /// <summary>When the last of them was made; for none at all, now.</summary>
    public DateTime Latest { get; }

    /// <summary>The other moment that the reports are judged for; null when it is that of the test.</summary>
    public DateTime? JudgedFor => Reports.FirstOrDefault(report => report.At != report.Timestamp)?.At;

    /// <summary>The gravest status; Unknown when there is no report: a check that looked at nothing has not found that all is well.</summary>
    public string Worst => Reports.Count == 0 ? ReportStatus.Unknown : ReportStatus.All[Reports.Min(report => ReportStatus.Rank(report.Status))];

    /// <summary>0 Ok, 1 Warning, 2 Critical or unreachable, 3 Unknown.</summary>
    public int ExitCode => ReportStatus.ExitCode(Worst);

    /// <summary>The gravest first; of equals, the one that expires first.</summary>
    public IEnumerable<SslHostReport> ByUrgency => Reports
        .OrderBy(report => ReportStatus.Rank(report.Status)).ThenBy(report => report.NotAfter ?? DateTime.MaxValue).ThenBy(report => report.Target, StringComparer.OrdinalIgnoreCase);

    /// <summary>The target; with its address, or a number, where there are several reports of one target.</summary>
    public string NameOf(SslHostReport report) => _names[report];

    public int Count(string status) => Reports.Count(report => report.Status == status);

    /// <summary>Such as: 1 critical, 2 ok of 3 hosts.</summary>
    public string Summary()
    {
        string[] parts = [.. ReportStatus.All.Where(status => Count(status) > 0).Select(status => string.Create(
            CultureInfo.InvariantCulture, $"{Count(status)} {status.ToLowerInvariant()}"))];
        return parts.Length == 0
            ? "no host was tested"
            : string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", parts)} of {Reports.Count} {(Reports.Count == 1 ? "host" : "hosts")}");
    }

    private static string Unique(string name, HashSet<string> taken)
    {
        string unique = name;
        for (int i = 2; !taken.Add(unique); i++)
            unique = string.Create(CultureInfo.InvariantCulture, $"{name} #{i}");
        return unique;
    }
}
