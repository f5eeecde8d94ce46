using QSslCore;
using QSslCore.Probing.Weaknesses.Keys;

namespace QSslModule;

/// <summary>
/// Holds the hosts of a run beside each other: an RSA key that another host uses with SSL 2.0 (DROWN), and a factor that keys share. A host
/// is written as soon as it is done. One that a later host makes worse is written again at the end, with a warning.
/// </summary>
internal static class FleetReview
{
    /// <summary>The profiles that are worse beside the others, and why, in a sentence.</summary>
    public static IReadOnlyList<(SslHostProfile Item, string Reason)> Review(IReadOnlyList<SslHostProfile> profiles)
    {
        if (profiles.Count < 2)
            return [];
        IReadOnlyList<SslHostProfile> judged = FleetJudge.Judge(profiles);
        return [.. judged.Where((profile, i) => !ReferenceEquals(profile, profiles[i])).Select((profile) => (profile, Words(profile)))];
    }

    /// <summary>The reports that are worse beside the others, judged again, and why.</summary>
    public static IReadOnlyList<(SslHostReport Item, string Reason)> Review(IReadOnlyList<SslHostReport> reports)
    {
        SslHostReport[] profiled = [.. reports.Where(report => report is { Profile: not null, JudgeAgain: not null })];
        if (profiled.Length < 2)
            return [];
        SslHostProfile[] profiles = [.. profiled.Select(report => report.Profile!)];
        IReadOnlyList<SslHostProfile> judged = FleetJudge.Judge(profiles);
        return
        [
            .. profiled.Select((report, i) => (report, profile: judged[i], before: profiles[i]))
                .Where(each => !ReferenceEquals(each.profile, each.before))
                .Select(each => (each.report.JudgeAgain!(each.profile), Words(each.profile))),
        ];
    }

    private static string Words(SslHostProfile profile) =>
        $"{profile.Target} is written again: it is worse beside the other hosts of this run ({FleetJudge.Evidence(profile)}).";
}
