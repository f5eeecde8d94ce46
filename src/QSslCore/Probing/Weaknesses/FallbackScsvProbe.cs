using QSslCore.Probing.Sessions;

namespace QSslCore.Probing.Weaknesses;

/// <summary>
/// Says hello in a lower version than the server's best, with TLS_FALLBACK_SCSV: a server that notices refuses. The best is what it agrees
/// on without the signal.
/// </summary>
internal sealed class FallbackScsvProbe() : WeaknessProbe(WeaknessTable.NoFallbackScsv)
{
    private const ushort FallbackScsv = 0x5600;
    private const int InappropriateFallback = 86;

    protected override async Task<WeaknessFinding> AskAsync(ProbeContext context, CancellationToken cancellation)
    {
        ushort best = await Tls13.IsSpokenAsync(context, cancellation).ConfigureAwait(false)
            ? (ushort)0x0304
            : await AnswerAsync(context, 0x0303, false, cancellation).ConfigureAwait(false) is { Version: > 0 } agreed
                ? agreed.Version
                : throw new SessionException("no version was agreed on");
        List<string> refused = [];
        for (ushort lower = (ushort)(best - 1); lower >= 0x0301; lower--)
        {
            (ushort plain, SessionEvent? why) = await AnswerAsync(context, lower, false, cancellation).ConfigureAwait(false);
            if (plain == 0 && why is { IsFatal: true } or { End: LineEnd.Closed or LineEnd.Reset })
                continue;
            string sent = $"a hello of {Name(lower)} with TLS_FALLBACK_SCSV, while {Name(best)} is accepted";
            (ushort version, SessionEvent? answer) = await AnswerAsync(context, lower, true, cancellation).ConfigureAwait(false);
            return version > 0
                ? Vulnerable(sent, $"a hello of {Name(version)}")
                : answer is { Alert: InappropriateFallback }
                    ? NotVulnerable(sent, answer.Value.ToString())
                    : Refused(sent, answer!.Value) with { Certainty = WeaknessCertainty.Likely };
        }
        return NotVulnerable("hellos of lower versions", $"none below {Name(best)} is accepted");
    }

    /// <summary>The version that comes of a hello; 0 and what came instead.</summary>
    private static async Task<(ushort Version, SessionEvent? Instead)> AnswerAsync(
        ProbeContext context, ushort version, bool hasSignal, CancellationToken cancellation)
    {
        HelloOffer offer = context.Offer(s => version >= 0x0303 || !s.IsOfTls12);
        await using RecordChannel channel = await context.OpenAsync(cancellation).ConfigureAwait(false);
        RawSession session = new(channel, offer with
        {
            Version = version,
            Suites = hasSignal ? [.. offer.Suites, FallbackScsv] : offer.Suites,
        });
        try
        {
            await session.StartAsync(cancellation).ConfigureAwait(false);
            return (session.Hello.Version, null);
        }
        catch (SessionException e) when (e.Cause is { } cause)
        {
            return (0, cause);
        }
    }

    private static string Name(ushort version) => $"TLS 1.{version - 0x0301}";
}
