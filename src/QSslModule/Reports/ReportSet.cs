using System.Globalization;

namespace QSslModule;

/// <summary>The reports of one document.</summary>
internal sealed class ReportSet
{
    /// <summary>The name for rejected input in formats that list it beside the hosts.</summary>
    public const string InputName = "(input)";

    private readonly Dictionary<SslHostReport, string> _names = new(ReferenceEqualityComparer.Instance);
    private readonly ReportIdentities _identities;
    private Dictionary<string, SslPolicyVerdict>? _rules;

    /// <param name="reports">The reports in the order of their input.</param>
    /// <param name="rejected">The number of other inputs that are not reports.</param>
    public ReportSet(IReadOnlyList<SslHostReport> reports, int rejected = 0)
    {
        Reports = reports;
        Rejected = rejected;
        Latest = reports.Count > 0 ? reports.Max(report => report.Timestamp) : DateTime.UtcNow;
        _identities = new([reports]);
        HashSet<string> taken = new(StringComparer.OrdinalIgnoreCase) { InputName };
        foreach (IGrouping<string, SslHostReport> same in reports.GroupBy(report => report.Target, StringComparer.OrdinalIgnoreCase))
        {
            // Most lists have one service per target, and the protocol has a field of its own.
            bool isTold = same.Select(report => report.StartTls).Distinct(StringComparer.OrdinalIgnoreCase).Count() > 1;
            foreach (SslHostReport report in same)
                _names.Add(report, Unique(_identities.Of(report).Name(isTold), taken));
        }
    }

    /// <summary>The reports in the order of their input.</summary>
    public IReadOnlyList<SslHostReport> Reports { get; }

    /// <summary>
    /// The reports, and one more row that stands for the rejected input. It is for formats that are plain lists and have no other place to
    /// say that something is missing.
    /// </summary>
    public IEnumerable<SslHostReport> Rows => Rejected == 0 ? Reports : WholeRows;

    /// <summary>The reports, and one more row if the set is not whole, also if no host was tested: for formats of monitoring systems, which
    /// take an empty list for the good news that nothing is wrong.</summary>
    public IEnumerable<SslHostReport> WholeRows => IsWhole ? Reports : Reports.Append(new()
    {
        Target = InputName,
        HostName = "",
        Port = SslTarget.NoPort,
        Status = ReportStatus.Unknown,
        Reason = [Rejected > 0 ? DescribeRejected() : Summary()],
        Findings = [Rejected > 0 ? FindingRules.NotAReport.Found(DescribeRejected()) : FindingRules.NothingTested.Found(Summary())],
        Timestamp = Latest,
        At = Latest,
    });

    /// <summary>The number of inputs that are not reports. Their state is unknown, so the set is not good.</summary>
    public int Rejected { get; }

    /// <summary>Whether there is at least one report and no input was rejected.</summary>
    public bool IsWhole => Reports.Count > 0 && Rejected == 0;

    /// <summary>The time of the newest report, or the current time if there are no reports.</summary>
    public DateTime Latest { get; }

    /// <summary>The time that the reports are judged for; null if it is the time of the test.</summary>
    public DateTime? JudgedFor => Reports.FirstOrDefault(report => report.At != report.Timestamp)?.At;

    /// <summary>
    /// The worst status. If all reports are good, but some input was rejected or there are no reports, the status is Unknown: a check that
    /// did not look everywhere has not found that all is well.
    /// </summary>
    public string Worst => ReportStatus.All[
        Reports.Select(report => report.Status).Concat(IsWhole ? [] : [ReportStatus.Unknown]).Min(ReportStatus.Rank)];

    /// <summary>0 Ok, 1 Warning, 2 Critical or unreachable, 3 Unknown.</summary>
    public int ExitCode => ReportStatus.ExitCode(Worst);

    /// <summary>The reports with the worst status first. Reports with the same status are ordered by expiry.</summary>
    public IEnumerable<SslHostReport> ByUrgency => Reports
        .OrderBy(report => ReportStatus.Rank(report.Status)).ThenBy(report => report.NotAfter ?? DateTime.MaxValue)
            .ThenBy(report => report.Target, StringComparer.OrdinalIgnoreCase);

    /// <summary>The reports of each identity in the order of their input.</summary>
    public IEnumerable<IGrouping<ReportIdentity, SslHostReport>> ByIdentity => Reports.GroupBy(_identities.Of);

    /// <summary>Returns the name of the identity, with a number if several reports share it.</summary>
    public string NameOf(SslHostReport report) => _names[report];

    /// <summary>Returns the meaning of a code from the policies of the reports or from the table of the module.</summary>
    public string DescribeRule(string code) => RuleOf(code) is { Title.Length: > 0 } rule ? rule.Title : FindingRules.Describe(code);

    /// <summary>Returns the advice for a finding, or null if there is no general advice.</summary>
    public string? AdviceFor(string code) =>
        RuleOf(code) is { Advice.Length: > 0 } rule ? rule.Advice : FindingRules.AdviceFor(code);

    private SslPolicyVerdict? RuleOf(string code)
    {
        _rules ??= Reports.SelectMany(report => report.PolicyVerdicts).DistinctBy(verdict => verdict.RuleId, StringComparer.Ordinal)
            .ToDictionary(verdict => verdict.RuleId, StringComparer.Ordinal);
        return _rules.GetValueOrDefault(code);
    }

    public int Count(string status) => Reports.Count(report => report.Status == status);

    /// <summary>Returns a summary such as: 1 critical, 2 ok of 3 hosts.</summary>
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

    /// <summary>Returns a text such as: 2 inputs were not reports.</summary>
    public string DescribeRejected() =>
        string.Create(CultureInfo.InvariantCulture, $"{Rejected} {(Rejected == 1 ? "input was not a report" : "inputs were not reports")}");

    /// <summary>Returns the report that counts if only one of several with the same identity can be shown: the one with the worst status,
    /// and of equal ones the newest.</summary>
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
