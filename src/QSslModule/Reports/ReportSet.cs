using System.Globalization;

namespace QSslModule;

/// <summary>The reports that one document is about.</summary>
internal sealed class ReportSet
{
    /// <summary>The name of what was given, where a format names it beside the hosts.</summary>
    public const string InputName = "(input)";

    private readonly Dictionary<SslHostReport, string> _names = new(ReferenceEqualityComparer.Instance);
    private readonly ReportIdentities _identities;

    /// <param name="reports">In the order they came.</param>
    /// <param name="rejected">How much was given beside them that is no report.</param>
    public ReportSet(IReadOnlyList<SslHostReport> reports, int rejected = 0)
    {
        Reports = reports;
        Rejected = rejected;
        Latest = reports.Count > 0 ? reports.Max(report => report.Timestamp) : DateTime.UtcNow;
        _identities = new([reports]);
        HashSet<string> taken = new(StringComparer.OrdinalIgnoreCase) { InputName };
        foreach (IGrouping<string, SslHostReport> same in reports.GroupBy(report => report.Target, StringComparer.OrdinalIgnoreCase))
        {
            // Most lists have one service a target, and its protocol has a place of its own.
            bool isTold = same.Select(report => report.StartTls).Distinct(StringComparer.OrdinalIgnoreCase).Count() > 1;
            foreach (SslHostReport report in same)
                _names.Add(report, Unique(_identities.Of(report).Name(isTold), taken));
        }
    }

    /// <summary>In the order they came.</summary>
    public IReadOnlyList<SslHostReport> Reports { get; }

    /// <summary>
    /// The reports, and one more that stands for what was given beside them: for formats that are lists, and have no other place to
    /// say that something is missing.
    /// </summary>
    public IEnumerable<SslHostReport> Rows => Rejected == 0 ? Reports : Reports.Append(new()
    {
        Target = InputName,
        HostName = "",
        Port = SslTarget.NoPort,
        Status = ReportStatus.Unknown,
        Reason = [DescribeRejected()],
        Findings = [FindingRules.NotAReport.Found(DescribeRejected())],
        Timestamp = Latest,
        At = Latest,
    });

    /// <summary>How much was given that is no report: nothing can be said of it, and it is not good.</summary>
    public int Rejected { get; }

    /// <summary>Whether every input was a report, and there was one.</summary>
    public bool IsWhole => Reports.Count > 0 && Rejected == 0;

    /// <summary>When the last of them was made; for none at all, now.</summary>
    public DateTime Latest { get; }

    /// <summary>The other moment that the reports are judged for; null when it is that of the test.</summary>
    public DateTime? JudgedFor => Reports.FirstOrDefault(report => report.At != report.Timestamp)?.At;

    /// <summary>
    /// The gravest status; Unknown where all reports are good and there is none, or something else was given: a check has not found
    /// that all is well where it has not looked.
    /// </summary>
    public string Worst => ReportStatus.All[
        Reports.Select(report => report.Status).Concat(IsWhole ? [] : [ReportStatus.Unknown]).Min(ReportStatus.Rank)];

    /// <summary>0 Ok, 1 Warning, 2 Critical or unreachable, 3 Unknown.</summary>
    public int ExitCode => ReportStatus.ExitCode(Worst);

    /// <summary>The gravest first; of equals, the one that expires first.</summary>
    public IEnumerable<SslHostReport> ByUrgency => Reports
        .OrderBy(report => ReportStatus.Rank(report.Status)).ThenBy(report => report.NotAfter ?? DateTime.MaxValue)
            .ThenBy(report => report.Target, StringComparer.OrdinalIgnoreCase);

    /// <summary>The reports of each identity, in the order they came.</summary>
    public IEnumerable<IGrouping<ReportIdentity, SslHostReport>> ByIdentity => Reports.GroupBy(_identities.Of);

    /// <summary>The name of the identity; with a number, where there are several reports of one.</summary>
    public string NameOf(SslHostReport report) => _names[report];

    public int Count(string status) => Reports.Count(report => report.Status == status);

    /// <summary>Such as: 1 critical, 2 ok of 3 hosts.</summary>
    public string Summary()
    {
        string[] parts = [.. ReportStatus.All.Where(status => Count(status) > 0).Select(status => string.Create(
            CultureInfo.InvariantCulture, $"{Count(status)} {status.ToLowerInvariant()}"))];
        string hosts = parts.Length == 0
            ? "no host was tested"
            : string.Create(CultureInfo.InvariantCulture,
                $"{string.Join(", ", parts)} of {Reports.Count} {(Reports.Count == 1 ? "host" : "hosts")}");
        return Rejected == 0 ? hosts : $"{hosts}; {DescribeRejected()}";
    }

    /// <summary>Such as: 2 inputs were not reports.</summary>
    public string DescribeRejected() =>
        string.Create(CultureInfo.InvariantCulture, $"{Rejected} {(Rejected == 1 ? "input was not a report" : "inputs were not reports")}");

    /// <summary>Of several reports of one thing, the one that counts where there can be only one: the gravest, and of equals the
    /// newest.</summary>
    public static SslHostReport Gravest(IEnumerable<SslHostReport> reports) =>
        reports.OrderBy(report => ReportStatus.Rank(report.Status)).ThenByDescending(report => report.Timestamp).First();

    private static string Unique(string name, HashSet<string> taken)
    {
        string unique = name;
        for (int i = 2; !taken.Add(unique); i++)
            unique = string.Create(CultureInfo.InvariantCulture, $"{name} #{i}");
        return unique;
    }
}
