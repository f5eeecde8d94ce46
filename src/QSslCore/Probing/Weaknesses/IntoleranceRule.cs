namespace QSslCore.Probing.Weaknesses;

/// <summary>Hellos that every server must understand and some do not.</summary>
internal sealed class IntoleranceRule() : WeaknessProbe(WeaknessTable.Intolerance)
{
    protected override WeaknessFinding? Judge(SslHostProfile profile)
    {
        SslProfileTolerance tolerance = profile.Tolerance;
        (string Name, SslProfileFact Fact)[] facts =
        [
            ("reserved values (GREASE)", tolerance.Grease), ("long hellos", tolerance.LongHello),
            ("an unknown version", tolerance.UnknownVersion), ("an unknown extension", tolerance.UnknownExtension),
        ];
        string sent = string.Join(", ", facts.Select(f => f.Name));
        string[] failures = [.. facts.Where(f => f.Fact.IsNo()).Select(f => $"{f.Name}: {f.Fact.Reason}")];
        string[] unclear = [.. facts.Where(f => f.Fact.IsUnknown()).Select(f => $"{f.Name}: {f.Fact.Reason}")];
        return failures.Length > 0 ? Vulnerable(sent, string.Join("; ", failures))
            : unclear.Length > 0 ? Unknown(string.Join("; ", unclear), sent)
            : facts.Any(f => f.Fact.IsYes()) ? NotVulnerable(sent, "an answer to each")
            : NotApplicable(tolerance.Grease.Reason);
    }
}
