namespace QSslModule;

/// <summary>Finds what is different between two runs.</summary>
internal static class ReportComparison
{
    private static readonly StringComparer s_words = StringComparer.OrdinalIgnoreCase;

    /// <summary>The changes, in the order of the reference, then the targets that are new.</summary>
    public static IEnumerable<SslReportChange> Compare(IReadOnlyList<SslHostReport> reference, IReadOnlyList<SslHostReport> difference)
    {
        // Behind a name are other addresses from day to day: they tell targets apart only where one run has several of a target.
        HashSet<string> many = new(s_words);
        foreach (IReadOnlyList<SslHostReport> run in new[] { reference, difference })
            many.UnionWith(run.GroupBy(Service, s_words).Where(same => same.Select(r => r.Address).Distinct(s_words).Count() > 1).Select(same => same.Key));
        string NameOf(SslHostReport report) =>
            many.Contains(Service(report)) && report.Address.Length > 0 ? $"{Service(report)} ({report.Address})" : Service(report);

        Dictionary<string, SslHostReport> before = Newest(reference, NameOf);
        Dictionary<string, SslHostReport> after = Newest(difference, NameOf);
        foreach ((string name, SslHostReport old) in before)
        {
            if (!after.TryGetValue(name, out SslHostReport? current))
            {
                yield return new() { Target = name, Kind = "TargetRemoved", Before = old.Status };
                continue;
            }
            foreach (SslReportChange change in Compare(name, old, current))
                yield return change;
        }
        foreach ((string name, SslHostReport current) in after.Where(pair => !before.ContainsKey(pair.Key)))
            yield return new() { Target = name, Kind = "TargetAdded", After = current.Status };
    }

    /// <summary>What a host did not get to show has not changed.</summary>
    private static IEnumerable<SslReportChange> Compare(string name, SslHostReport old, SslHostReport current)
    {
        if (!s_words.Equals(old.Status, current.Status))
            yield return new() { Target = name, Kind = "StatusChanged", Before = old.Status, After = current.Status };
        // Of two things that are wrong one may be new, and just as grave.
        else if (CodesOf(old) is { } before && CodesOf(current) is { } after && before != after)
            yield return new() { Target = name, Kind = "FindingsChanged", Before = before, After = after };
        (string Kind, string Before, string After)[] texts =
        [
            ("CertificateChanged", old.Thumbprint, current.Thumbprint), ("IssuerChanged", old.Issuer, current.Issuer),
            ("ProtocolChanged", old.Protocol, current.Protocol), ("CipherChanged", old.Cipher, current.Cipher), ("GroupChanged", old.Group, current.Group),
        ];
        foreach ((string kind, string was, string @is) in texts)
        {
            if (was.Length > 0 && @is.Length > 0 && !string.Equals(was, @is, kind == "CertificateChanged" ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal))
                yield return new() { Target = name, Kind = kind, Before = was, After = @is };
        }
        // Fractions of a second are lost on the way through some formats.
        if (old.NotAfter - current.NotAfter >= TimeSpan.FromSeconds(1))
            yield return new() { Target = name, Kind = "ExpiryShortened", Before = old.NotAfter, After = current.NotAfter };
    }

    /// <summary>What is wrong, in order; null where the report only says that it is bad.</summary>
    private static string? CodesOf(SslHostReport report)
    {
        string[] codes = [.. report.Findings.Select(finding => finding.Code).Distinct().Order(StringComparer.Ordinal)];
        return codes.Any(code => Array.IndexOf(ReportStatus.All, code) >= 0 && code != ReportStatus.Unreachable) ? null : string.Join(' ', codes);
    }

    private static string Service(SslHostReport report) => report.StartTls.Length > 0 ? $"{report.Target} {report.StartTls}" : report.Target;

    private static Dictionary<string, SslHostReport> Newest(IReadOnlyList<SslHostReport> run, Func<SslHostReport, string> nameOf) =>
        run.GroupBy(nameOf, s_words).ToDictionary(same => same.Key, same => same.MaxBy(report => report.Timestamp)!, s_words);
}
