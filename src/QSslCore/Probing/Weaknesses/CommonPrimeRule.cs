namespace QSslCore.Probing.Weaknesses;

/// <summary>
/// A prime that many servers share is worth the work of breaking it. Those of 2048 bits and more are out of reach, and the standard ones of
/// that size are what RFC 7919 asks for.
/// </summary>
internal sealed class CommonPrimeRule() : WeaknessProbe(WeaknessTable.CommonPrime)
{
    private const int MinStrongBits = 2048;
    private const string Sent = "the primes of DHE";

    protected override WeaknessFinding? Judge(SslHostProfile profile)
    {
        SslProfileDiffieHellman[] known = [.. profile.DiffieHellman.Where(d => d.KnownAs.Length > 0 && d.Bits < MinStrongBits)];
        if (known.Length > 0)
        {
            return Vulnerable(Sent, SuiteRule.Show([.. known.Select(d => $"{d.Bits} bits{LogjamRule.Known(d)}")]),
                known.Any(d => d.Bits <= LogjamRule.MaxWeakBits) ? WeaknessCertainty.Likely : WeaknessCertainty.Possible);
        }
        (IReadOnlyList<string> fields, IReadOnlyList<string> gaps) = SuiteRule.Look(profile, LogjamRule.Versions, LogjamRule.IsField);
        return gaps.Count > 0 ? Unknown(string.Join("; ", gaps), Sent)
            : profile.DiffieHellman.Length > 0 ? NotVulnerable(Sent, $"none below {MinStrongBits} bits that is well known")
            : fields.Count > 0 ? Unknown("DHE is accepted, and its primes are not known", Sent)
            : NotVulnerable(Sent, "no DHE");
    }
}
