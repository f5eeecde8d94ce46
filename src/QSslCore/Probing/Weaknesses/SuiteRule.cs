namespace QSslCore.Probing.Weaknesses;

/// <summary>A weakness that a host has by the suites it accepts; nothing is asked.</summary>
/// <param name="weakness">The weakness.</param>
/// <param name="versions">The versions that can have it.</param>
/// <param name="isBad">Whether a suite has it.</param>
/// <param name="certainty">How much follows from that.</param>
internal sealed class SuiteRule(
    Weakness weakness, IReadOnlyList<string> versions, Func<SslProfileCipher, bool> isBad, WeaknessCertainty certainty)
    : WeaknessProbe(weakness)
{
    private const int MaxShown = 4;

    private static readonly string[] s_tls10 = ["SSL 3.0", "TLS 1.0"];
    private static readonly string[] s_classic = [.. s_tls10, "TLS 1.1", "TLS 1.2"];

    /// <summary>The rules, the gravest weaknesses first. All of SSL 2.0 is broken, and <see cref="DrownRule"/> tells of it.</summary>
    public static IReadOnlyList<SuiteRule> All =>
    [
        new(WeaknessTable.NullCipher, s_classic, Has("NULL"), WeaknessCertainty.Proved),
        new(WeaknessTable.Anonymous, s_classic, Has("Anonymous"), WeaknessCertainty.Proved),
        new(WeaknessTable.Export, s_classic, Has("Export"), WeaknessCertainty.Proved),
        new(WeaknessTable.Freak, s_classic, c => Has("Export")(c) && c.KeyExchange == "RSA", WeaknessCertainty.Proved),
        new(WeaknessTable.Poodle, ["SSL 3.0"], Has("CBC"), WeaknessCertainty.Proved),
        new(WeaknessTable.Rc4, s_classic, Has("RC4"), WeaknessCertainty.Proved),
        new(WeaknessTable.Sweet32, s_classic, Has("SmallBlocks", "DES", "RC2"), WeaknessCertainty.Proved),
        new(WeaknessTable.Beast, s_tls10, Has("CBC"), WeaknessCertainty.Possible),
    ];

    /// <summary>What the suites of some versions show; for other rules, too.</summary>
    /// <returns>The suites that are bad, with their versions; and why there may be more.</returns>
    public static (IReadOnlyList<string> Bad, IReadOnlyList<string> Gaps) Look(
        SslHostProfile profile, IReadOnlyList<string> versions, Func<SslProfileCipher, bool> isBad)
    {
        List<string> bad = [], gaps = [];
        foreach (string version in versions)
        {
            SslProfileProtocol? protocol = profile.Protocols.FirstOrDefault(p => p.Version == version);
            if (protocol is null)
                gaps.Add($"{version} was not looked at");
            else if (protocol.Status == SslProfileStatus.Unknown)
                gaps.Add($"{version}: {protocol.Reason}");
            else if (protocol.Status == SslProfileStatus.Accepted)
            {
                bad.AddRange(protocol.Ciphers.Where(isBad).Select(c => $"{c.Name} ({version})"));
                if (protocol.CiphersReason.Length > 0)
                    gaps.Add($"{version}: {protocol.CiphersReason}");
                else if (protocol.Ciphers.Length == 0)
                    gaps.Add($"the suites of {version} were not looked at");
            }
        }
        return (bad, gaps);
    }

    /// <summary>A list, cut where it becomes long.</summary>
    public static string Show(IReadOnlyList<string> items) =>
        string.Join(", ", items.Take(MaxShown)) + (items.Count > MaxShown ? $" and {items.Count - MaxShown} more" : "");

    protected override WeaknessFinding? Judge(SslHostProfile profile)
    {
        (IReadOnlyList<string> bad, IReadOnlyList<string> gaps) = Look(profile, versions, isBad);
        string sent = $"the suites of {string.Join(", ", versions)}";
        return bad.Count > 0 ? Vulnerable(sent, Show(bad), certainty)
            : gaps.Count > 0 ? Unknown(string.Join("; ", gaps), sent)
            : NotVulnerable(sent, "none of them");
    }

    private static Func<SslProfileCipher, bool> Has(params string[] words) => cipher => cipher.Weak.Any(words.Contains);
}
