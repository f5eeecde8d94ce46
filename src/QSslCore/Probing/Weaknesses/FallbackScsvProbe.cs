using QSslCore.Probing.Catalog;
using QSslCore.Probing.Messages;
using QSslCore.Probing.Sessions;
using QSslCore.Probing.Surveys;

namespace QSslCore.Probing.Weaknesses;

/// <summary>
/// Says hello in a lower version than the server's best, with TLS_FALLBACK_SCSV: a server that notices refuses. The best is what it agrees
/// on without the signal.
/// </summary>
internal sealed class FallbackScsvProbe() : WeaknessProbe(WeaknessTable.NoFallbackScsv)
{
    private const int FallbackScsv = 0x5600;
    private const int InappropriateFallback = 86;

    protected override WeaknessFinding? Judge(SslHostProfile profile) =>
        OfFact(profile.FallbackScsv, SslProfileStatus.No, "TLS_FALLBACK_SCSV");

    protected override async Task<WeaknessFinding?> AskAsync(ProbeContext context, CancellationToken cancellation)
    {
        int best = TlsVersion.Tls13;
        if (!await SpeaksTls13Async(context, cancellation).ConfigureAwait(false))
        {
            (best, SessionEvent? instead) = await AnswerAsync(context, TlsVersion.Tls12, false, cancellation).ConfigureAwait(false);
            if (best == 0)
                return Unknown($"the answer to a plain hello was: {instead}");
        }
        for (int lower = best - 1; lower >= TlsVersion.Tls10; lower--)
        {
            (int plain, SessionEvent? why) = await AnswerAsync(context, lower, false, cancellation).ConfigureAwait(false);
            if (plain == 0 && why is { IsFatal: true } or { End: LineEnd.Closed or LineEnd.Reset })
                continue;
            if (plain == 0)
                return Unknown($"the answer to a hello of {TlsVersion.NameOf(lower)} was: {why}");
            string sent = $"a hello of {TlsVersion.NameOf(lower)} with TLS_FALLBACK_SCSV, while {TlsVersion.NameOf(best)} is accepted";
            (int version, SessionEvent? answer) = await AnswerAsync(context, lower, true, cancellation).ConfigureAwait(false);
            return version > 0
                ? Vulnerable(sent, $"a hello of {TlsVersion.NameOf(version)}")
                : answer is { Alert: InappropriateFallback }
                    ? NotVulnerable(sent, answer.Value.ToString())
                    : Refused(sent, answer!.Value) with { Certainty = WeaknessCertainty.Likely };
        }
        return NotVulnerable("hellos of lower versions", $"none below {TlsVersion.NameOf(best)} is accepted");
    }

    private static async Task<bool> SpeaksTls13Async(ProbeContext context, CancellationToken cancellation)
    {
        SslProfileProtocol? newest = context.Profile.Protocols.FirstOrDefault(p => p.Version == TlsVersion.NameOf(TlsVersion.Tls13));
        if (newest is { Status: not SslProfileStatus.Unknown })
            return newest.Status == SslProfileStatus.Accepted;
        ServerAnswer answer = await context.Interview.AskAsync(
            Hellos.Usual(TlsVersion.Tls13, context.Interview.ServerName), cancellation).ConfigureAwait(false);
        return answer.IsAccepted || answer.IsRefused || answer.Kind is AnswerKind.Closed or AnswerKind.Reset
            ? answer.IsAccepted
            : throw new SessionException($"a hello of TLS 1.3 was not answered: {answer.Reason}");
    }

    /// <summary>The version that comes of a hello; 0 and what came instead.</summary>
    private static async Task<(int Version, SessionEvent? Instead)> AnswerAsync(
        ProbeContext context, int version, bool hasSignal, CancellationToken cancellation)
    {
        ClientHello offer = context.Offer(s => version >= 0x0303 || !s.IsOfTls12);
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
}
