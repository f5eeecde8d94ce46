namespace QSslModule;

/// <summary>Finds the differences between two runs.</summary>
internal static class ReportComparison
{
    private static readonly StringComparer s_words = StringComparer.OrdinalIgnoreCase;

    /// <summary>The changes, in the order of the reference, then the targets that are new.</summary>
    public static IEnumerable<SslReportChange> Compare(IReadOnlyList<SslHostReport> reference, IReadOnlyList<SslHostReport> difference) =>
        CompareAll(reference, difference).SelectMany(pair => pair.Changes);

    /// <summary>Every target with its changes, or none: the report of the new run, or of the old one where the target is gone.</summary>
    public static IEnumerable<(SslHostReport Report, SslReportChange[] Changes)> CompareAll(
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
                yield return (old, [new() { Target = name, Kind = "TargetRemoved", Before = old.Status }]);
                continue;
            }
            yield return (current, [.. Compare(name, old, current)]);
        }
        foreach ((ReportIdentity identity, SslHostReport current) in after.Where(pair => !before.ContainsKey(pair.Key)))
            yield return (current, [new() { Target = identity.Name(), Kind = "TargetAdded", After = current.Status }]);
    }

    /// <summary>Compares two reports of a host. A value that one of the reports lacks has not changed.</summary>
    private static IEnumerable<SslReportChange> Compare(string name, SslHostReport old, SslHostReport current)
    {
        if (!s_words.Equals(old.Status, current.Status))
            yield return new() { Target = name, Kind = "StatusChanged", Before = old.Status, After = current.Status };
        // The status stays the same if a new fault replaces another one of the same severity.
        else if (CodesOf(old) is { } before && CodesOf(current) is { } after && before != after)
            yield return new() { Target = name, Kind = "FindingsChanged", Before = before, After = after };
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

    /// <summary>Returns the codes of the findings in order, or null if the report has only a status.</summary>
    private static string? CodesOf(SslHostReport report)
    {
        string[] codes = [.. report.Findings.Select(finding => finding.Code).Distinct().Order(StringComparer.Ordinal)];
        return codes.Any(code => Array.IndexOf(ReportStatus.All, code) >= 0 && code != ReportStatus.Unreachable)
            ? null
            : string.Join(' ', codes);
    }

    /// <summary>Returns the newest report of each identity. Of reports of the same time, the one with the worst status counts.</summary>
    private static Dictionary<ReportIdentity, SslHostReport> Newest(IReadOnlyList<SslHostReport> run, ReportIdentities identities) =>
        run.GroupBy(identities.Of).ToDictionary(
            same => same.Key,
            same => same.OrderByDescending(report => report.Timestamp).ThenBy(report => ReportStatus.Rank(report.Status)).First());
}
