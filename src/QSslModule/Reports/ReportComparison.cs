using System.Globalization;

namespace QSslModule;

/// <summary>Finds the differences between two runs.</summary>
internal static class ReportComparison
{
    private static readonly StringComparer s_words = StringComparer.OrdinalIgnoreCase;

    /// <summary>Every target with its changes, or none: in the order of the reference, then the targets that are new.</summary>
    public static IEnumerable<TargetComparison> CompareAll(
        IReadOnlyList<SslHostReport> reference, IReadOnlyList<SslHostReport> difference)
    {
        ReportIdentities identities = new([reference, difference]);
        Dictionary<ReportIdentity, SslHostReport> before = Newest(reference, identities);
        Dictionary<ReportIdentity, SslHostReport> after = Newest(difference, identities);
        foreach ((ReportIdentity identity, SslHostReport old) in before)
        {
            string name = identity.Name();
            if (!after.TryGetValue(identity, out SslHostReport? current))
            {
                yield return new(name, old, [new() { Target = name, Kind = "TargetRemoved", Before = old.Status }]);
                continue;
            }
            yield return new(name, current, [.. Compare(name, old, current)]) { LacksProfile = LacksProfile(old, current) };
        }
        foreach ((ReportIdentity identity, SslHostReport current) in after.Where(pair => !before.ContainsKey(pair.Key)))
            yield return new(identity.Name(), current, [new() { Target = identity.Name(), Kind = "TargetAdded", After = current.Status }]);
    }

    /// <summary>Compares two reports of a host. A value that one of the reports lacks has not changed.</summary>
    private static IEnumerable<SslReportChange> Compare(string name, SslHostReport old, SslHostReport current)
    {
        if (!s_words.Equals(old.Status, current.Status))
            yield return new() { Target = name, Kind = "StatusChanged", Before = old.Status, After = current.Status };
        // The status stays the same if a new fault replaces another one of the same severity, or comes beside a graver one.
        else if (FindingsOf(old) is { } before && FindingsOf(current) is { } after && !before.SequenceEqual(after))
        {
            (string was, string now) = (Codes(before), Codes(after));
            (was, now) = was != now ? (was, now) : (string.Join(' ', before.Select(Words)), string.Join(' ', after.Select(Words)));
            yield return new() { Target = name, Kind = "FindingsChanged", Before = was, After = now };
        }
        (string Kind, string Before, string After)[] texts =
        [
            ("CertificateChanged", old.Thumbprint, current.Thumbprint), ("IssuerChanged", old.Issuer, current.Issuer),
            ("ProtocolChanged", old.Protocol, current.Protocol), ("CipherChanged", old.Cipher, current.Cipher),
                ("GroupChanged", old.Group, current.Group),
        ];
        foreach ((string kind, string was, string @is) in texts)
        {
            if (was.Length > 0 && @is.Length > 0
                && !string.Equals(was, @is, kind == "CertificateChanged" ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal))
                yield return new() { Target = name, Kind = kind, Before = was, After = @is };
        }
        // Some formats drop fractions of a second.
        if (old.NotAfter - current.NotAfter >= TimeSpan.FromSeconds(1))
            yield return new() { Target = name, Kind = "ExpiryShortened", Before = old.NotAfter, After = current.NotAfter };
        if (old.Profile is { } oldProfile && current.Profile is { } newProfile)
        {
            foreach ((string kind, string was, string @is) in ProfileComparison.Compare(oldProfile, newProfile))
                yield return new() { Target = name, Kind = kind, Before = Known(was), After = Known(@is) };
        }
    }

    private static string? Known(string text) => text.Length > 0 ? text : null;

    /// <summary>Whether only one of two reports has what its host accepts, and a policy was judged by it.</summary>
    private static bool LacksProfile(SslHostReport old, SslHostReport current) =>
        old.Profile is { Failure.Length: 0 } != current.Profile is { Failure.Length: 0 } && old.Policy.Length + current.Policy.Length > 0;

    /// <summary>Returns the codes of the findings with their severities, in order, each with how often it is there; null if the report has
    /// only a status.</summary>
    private static (string Code, string Severity, int Count)[]? FindingsOf(SslHostReport report) =>
        report.Findings.Any(finding => Array.IndexOf(ReportStatus.All, finding.Code) >= 0 && finding.Code != ReportStatus.Unreachable)
            ? null
            : [
                .. report.Findings.GroupBy(finding => (finding.Code, finding.Severity))
                    .OrderBy(same => same.Key.Code, StringComparer.Ordinal).ThenBy(same => ReportStatus.Rank(same.Key.Severity))
                    .Select(same => (same.Key.Code, same.Key.Severity, same.Count())),
            ];

    private static string Codes((string Code, string Severity, int Count)[] findings) =>
        string.Join(' ', findings.Select(finding => finding.Code).Distinct());

    /// <summary>Such as: 2 ExpiresSoon (Warning).</summary>
    private static string Words((string Code, string Severity, int Count) finding) => string.Create(CultureInfo.InvariantCulture,
        $"{(finding.Count > 1 ? $"{finding.Count} " : "")}{finding.Code} ({finding.Severity})");

    /// <summary>Returns the newest report of each identity. Of reports of the same time, the one with the worst status counts.</summary>
    private static Dictionary<ReportIdentity, SslHostReport> Newest(IReadOnlyList<SslHostReport> run, ReportIdentities identities) =>
        run.GroupBy(identities.Of).ToDictionary(
            same => same.Key,
            same => same.OrderByDescending(report => report.Timestamp).ThenBy(report => ReportStatus.Rank(report.Status)).First());
}
