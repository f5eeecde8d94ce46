using System.Numerics;
using System.Security.Cryptography;
using QSslCore.Probing.Sessions;

namespace QSslCore.Probing.Weaknesses;

/// <summary>
/// Sends a point (x, 0), which is not on the curve and has the order 2 on another: times an odd key it is itself, so that a server that
/// takes it agrees with us on x half of the time. An attack would use points of many orders to learn the key; this one tells whether it
/// is odd, which is worth nothing.
/// </summary>
internal sealed class InvalidCurveProbe() : WeaknessProbe(WeaknessTable.InvalidCurve)
{
    /// <summary>A key that changes is even each time with a probability of 1/64.</summary>
    private const int MaxTries = 6;

    private const int IllegalParameter = (int)AlertType.IllegalParameter;

    private const string Sent = "the point (2, 0), which is not on the curve, as share of the client";

    protected override WeaknessFinding? Judge(SslHostProfile profile) =>
        OfClassicTls(profile);

    protected override async Task<WeaknessFinding?> AskAsync(ProbeContext context, CancellationToken cancellation)
    {
        SessionEvent last = default;
        for (int i = 0; i < MaxTries; i++)
        {
            await using RecordChannel channel = await context.OpenAsync(cancellation).ConfigureAwait(false);
            RawSession session = new(channel, context.Offer(s => s.Agreement == KeyAgreement.Ecdhe));
            try
            {
                await session.StartAsync(cancellation).ConfigureAwait(false);
            }
            catch (SessionException e) when (e.IsRefusal)
            {
                return Refused(context, c => c.KeyExchange == "ECDHE", "a hello with ECDHE only", e.Message);
            }
            NamedCurve curve = NamedCurve.Find(session.KeyExchange?.Group ?? -1)
                ?? throw new SessionException("the server chose a group that was not offered");
            byte[] x = BigEndian.Bytes(new BigInteger(2), curve.Length);
            byte[] point = [4, .. x, .. new byte[curve.Length]];
            await session.SendFinishedAsync(cancellation, share: new([(byte)point.Length, .. point], x)).ConfigureAwait(false);
            if (await session.FinishAsync(cancellation).ConfigureAwait(false) is not { } answer)
                return Vulnerable(Sent, "the server's Finished, with keys made of it");
            last = answer;
            if (answer.TellsWrongKeys)
                continue;
            // Another alert refuses the point itself, unless keys that do not fit are answered by it, too.
            return answer.Alert == IllegalParameter || answer.Alert < 0
                || await AnswerToWrongKeysAsync(context, cancellation).ConfigureAwait(false) is { Alert: >= 0 } control
                    && control.Alert != answer.Alert
                ? await RefusedAsync(context, Sent, answer, isWithin: false, cancellation).ConfigureAwait(false)
                : Unknown($"{answer}, which does not tell a point that is refused from keys that do not fit", Sent);
        }
        return Vulnerable(Sent, $"{last}: the point was taken", WeaknessCertainty.Likely);
    }

    /// <summary>Sends a point of the curve, and a Finished of keys that do not come of it.</summary>
    private static async Task<SessionEvent> AnswerToWrongKeysAsync(ProbeContext context, CancellationToken cancellation)
    {
        await using RecordChannel channel = await context.OpenAsync(cancellation).ConfigureAwait(false);
        RawSession session = new(channel, context.Offer(s => s.Agreement == KeyAgreement.Ecdhe));
        await session.StartAsync(cancellation).ConfigureAwait(false);
        ClientShare share = ClientShare.Answer(session.KeyExchange ?? throw new SessionException("the server sent no key exchange"));
        await session.SendFinishedAsync(
            cancellation, share: share with { Premaster = RandomNumberGenerator.GetBytes(share.Premaster.Length) }).ConfigureAwait(false);
        return await session.FinishAsync(cancellation).ConfigureAwait(false) ?? default;
    }
}
