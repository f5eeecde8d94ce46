using QSslCore.Probing.Sessions;

namespace QSslCore.Probing.Weaknesses;

/// <summary>
/// Sends a Finished whose padding has the right length and wrong bytes; a server that finishes the handshake does not check it.
/// </summary>
internal sealed class PoodleTlsProbe() : WeaknessProbe(WeaknessTable.PoodleTls)
{
    private const string Sent = "a Finished with wrong bytes of padding";

    protected override WeaknessFinding? Judge(SslHostProfile profile) =>
        OfClassicTls(profile);

    protected override async Task<WeaknessFinding?> AskAsync(ProbeContext context, CancellationToken cancellation)
    {
        await using RecordChannel channel = await context.OpenAsync(cancellation).ConfigureAwait(false);
        RawSession session = new(channel, context.Offer(s => s.IsCbc));
        try
        {
            await session.StartAsync(cancellation).ConfigureAwait(false);
        }
        catch (SessionException e) when (e.IsRefusal)
        {
            return Refused(context, c => c.Weak.Contains("CBC"), "a hello with CBC only", e.Message);
        }
        await session.SendFinishedAsync(cancellation, RecordFault.PaddingBytes).ConfigureAwait(false);
        return await session.FinishAsync(cancellation).ConfigureAwait(false) is { } answer
            ? await RefusedAsync(context, Sent, answer, isWithin: false, cancellation).ConfigureAwait(false)
            : Vulnerable(Sent, "the server's Finished");
    }
}
