using QSslCore.Probing.Sessions;

namespace QSslCore.Probing.Weaknesses;

/// <summary>Compares two answers of <see cref="PaddingReactions"/>.</summary>
/// <param name="weakness">The weakness.</param>
/// <param name="one">An answer.</param>
/// <param name="other">One that must be the same.</param>
internal sealed class PaddingOracleProbe(
    Weakness weakness, Func<PaddingReactions, string> one, Func<PaddingReactions, string> other) : WeaknessProbe(weakness)
{
    /// <summary>The three of them.</summary>
    public static IReadOnlyList<PaddingOracleProbe> All =>
    [
        new(WeaknessTable.ZombiePoodle, r => r.Padding, r => r.Both),
        new(WeaknessTable.GoldenDoodle, r => r.Mac, r => r.Both),
        new(WeaknessTable.ZeroLengthOracle, r => r.EmptyPadding, r => r.EmptyMac),
    ];

    protected override WeaknessFinding? Judge(SslHostProfile profile) =>
        OfClassicTls(profile);

    protected override async Task<WeaknessFinding?> AskAsync(ProbeContext context, CancellationToken cancellation)
    {
        PaddingReactions reactions;
        try
        {
            reactions = await PaddingReactions.OfAsync(context, cancellation).ConfigureAwait(false);
        }
        catch (SessionException e) when (e.IsRefusal)
        {
            return Refused(context, c => c.Weak.Contains("CBC"), "a hello with CBC only", e.Message);
        }
        string left = one(reactions), right = other(reactions);
        if (!reactions.IsSteady)
            return Unknown("the server's answers differ from one time to the next", PaddingReactions.Sent);
        if (left != right)
            return Vulnerable(PaddingReactions.Sent, $"{left} for the one, {right} for the other");
        return await RefusedAsync(context, PaddingReactions.Sent, $"{left} for both", s => s.IsCbc, isWithin: true, cancellation)
            .ConfigureAwait(false);
    }
}
