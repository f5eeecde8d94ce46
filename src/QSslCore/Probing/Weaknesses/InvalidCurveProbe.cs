using System.Numerics;
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
            // Another alert refuses the point itself.
            if (answer.Alert is not (20 or 51))
                return await RefusedAsync(context, Sent, answer, isWithin: false, cancellation).ConfigureAwait(false);
        }
        return Vulnerable(Sent, $"{last}: the point was taken", WeaknessCertainty.Likely);
    }
}
