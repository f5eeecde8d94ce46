using System.Globalization;
using QSslCore;

namespace QSslModule;

/// <summary>Short texts of what a host accepts, for views and formats.</summary>
internal static class ProfileText
{
    /// <summary>The grades of suites, the worst first.</summary>
    private static readonly string[] s_grades = ["Broken", "Weak", "Acceptable", "Good"];

    /// <summary>The versions that the host accepts, the oldest first.</summary>
    public static IEnumerable<string> Accepted(SslHostProfile profile) => profile.Protocols
        .Where(protocol => protocol.Status == SslProfileStatus.Accepted).Select(protocol => protocol.Version);

    /// <summary>How bad a version is where it is accepted: 0 bad, 1 weak, 2 good; 3 where it is refused, and 1 where nothing is
    /// known.</summary>
    public static int Rank(SslProfileProtocol protocol) => (protocol.Status, protocol.Version) switch
    {
        (SslProfileStatus.Refused, _) => 3,
        (SslProfileStatus.Accepted, "TLS 1.2" or "TLS 1.3") => protocol.Ciphers.Select(cipher => GradeRank(cipher.Grade))
            .DefaultIfEmpty(2).Min(),
        (SslProfileStatus.Accepted, "TLS 1.0" or "TLS 1.1") => Math.Min(1, protocol.Ciphers.Select(cipher => GradeRank(cipher.Grade))
            .DefaultIfEmpty(1).Min()),
        (SslProfileStatus.Accepted, _) => 0,
        _ => 1,
    };

    /// <summary>0 for broken suites, 1 for weak ones, 2 for the others.</summary>
    public static int GradeRank(string grade) => grade switch
    {
        "Broken" => 0,
        "Weak" => 1,
        _ => 2,
    };

    /// <summary>How many suites of each grade, the worst first, such as: 2 broken, 6 weak, 9 good.</summary>
    public static string Grades(SslProfileProtocol protocol) => protocol.Ciphers.Length == 0
        ? protocol.Status == SslProfileStatus.Accepted ? "no suite is known" : ""
        : string.Join(", ", s_grades
            .Select(grade => (Grade: grade, Count: protocol.Ciphers.Count(cipher => cipher.Grade == grade)))
            .Where(item => item.Count > 0)
            .Select(item => string.Create(CultureInfo.InvariantCulture, $"{item.Count} {item.Grade.ToLowerInvariant()}")));

    /// <summary>What is wrong with the suites of a version, each once, the worst first.</summary>
    public static IEnumerable<string> Faults(SslProfileProtocol protocol) =>
        protocol.Ciphers.SelectMany(cipher => cipher.Weak).Distinct().OrderBy(fault => Array.IndexOf(PolicyChecks.SuiteFaults, fault));

    /// <summary>The names of weaknesses with a status.</summary>
    public static string[] Weaknesses(SslHostProfile profile, string status) =>
        [.. profile.Weaknesses.Where(weakness => weakness.Status == status).Select(weakness => weakness.Id)];

    /// <summary>How many rules have which verdict, the worst first, such as: 2 broken, 14 met.</summary>
    public static string Verdicts(SslHostReport report) => string.Join(", ", PolicyStatus.All
        .Select(status => (Status: status, Count: report.PolicyVerdicts.Count(verdict => verdict.Status == status)))
        .Where(item => item.Count > 0)
        .Select(item => string.Create(CultureInfo.InvariantCulture, $"{item.Count} {Word(item.Status)}")));

    private static string Word(string status) =>
        status == PolicyStatus.NotApplicable ? "not applicable" : status.ToLowerInvariant();
}
