using QSslCore.Probing.Messages;
using QSslCore.Probing.Sessions;

namespace QSslCore.Probing.Weaknesses;

/// <summary>
/// Sends a heartbeat that claims 64 bytes and has one, with a right one behind it. A server that answers the right one only is well; what a
/// flawed one returns is counted and not kept.
/// </summary>
internal sealed class HeartbleedProbe() : WeaknessProbe(WeaknessTable.Heartbleed)
{
    private const int HeartbeatExtension = 15;
    private const byte Claimed = 64;
    private const byte Right = 4;

    private const string Sent = "a heartbeat of 1 byte that claims 64, and a right one of 4 bytes";

    private static readonly byte[] s_wrong = [1, 0, Claimed, 0x51];
    private static readonly byte[] s_right = [1, 0, Right, 0x51, 0x53, 0x53, 0x4C, .. new byte[16]];

    protected override WeaknessFinding? Judge(SslHostProfile profile) =>
        OfClassicTls(profile);

    protected override async Task<WeaknessFinding?> AskAsync(ProbeContext context, CancellationToken cancellation)
    {
        ClientHello offer = context.Offer(_ => true) with { MoreExtensions = [(HeartbeatExtension, [1])] };
        WeaknessFinding finding = await AskBeforeAsync(context, offer, cancellation).ConfigureAwait(false);
        return finding.Status == WeaknessStatus.Unknown
            ? await AskWithinAsync(context, offer, cancellation).ConfigureAwait(false)
            : finding;
    }

    private async Task<WeaknessFinding> AskBeforeAsync(ProbeContext context, ClientHello offer, CancellationToken cancellation)
    {
        await using RecordChannel channel = await context.OpenAsync(cancellation).ConfigureAwait(false);
        RawSession session = new(channel, offer);
        await session.StartAsync(cancellation).ConfigureAwait(false);
        if (!session.Hello.Has(HeartbeatExtension))
            return NotVulnerable("a hello with the extension heartbeat", "a hello without it");
        await channel.SendAsync(
            (byte[])[.. TlsRecord.Write(TlsRecord.Heartbeat, session.Hello.Version, s_wrong),
                .. TlsRecord.Write(TlsRecord.Heartbeat, session.Hello.Version, s_right)], cancellation).ConfigureAwait(false);
        return await JudgeAsync(context, session, isWithin: false, cancellation).ConfigureAwait(false);
    }

    /// <summary>Some servers take heartbeats only when the handshake is finished.</summary>
    private async Task<WeaknessFinding> AskWithinAsync(ProbeContext context, ClientHello offer, CancellationToken cancellation)
    {
        await using RecordChannel channel = await context.OpenAsync(cancellation).ConfigureAwait(false);
        RawSession session = new(channel, offer);
        await session.HandshakeAsync(cancellation).ConfigureAwait(false);
        byte[] both = [.. session.Sealed(TlsRecord.Heartbeat, s_wrong), .. session.Sealed(TlsRecord.Heartbeat, s_right)];
        await channel.SendAsync(both, cancellation).ConfigureAwait(false);
        return await JudgeAsync(context, session, isWithin: true, cancellation).ConfigureAwait(false);
    }

    private async Task<WeaknessFinding> JudgeAsync(
        ProbeContext context, RawSession session, bool isWithin, CancellationToken cancellation)
    {
        SessionEvent answer;
        do
            answer = await session.NextAsync(cancellation).ConfigureAwait(false);
        while (answer.Kind is SessionEventKind.Data or SessionEventKind.Message);
        if (answer.Kind != SessionEventKind.Heartbeat)
            return await RefusedAsync(context, Sent, answer, isWithin, cancellation).ConfigureAwait(false);
        return answer.Data is [2, 0, Right, ..]
            ? NotVulnerable(Sent, "an answer to the right one only")
            : answer.Data is [2, 0, Claimed, ..] && answer.Data.Length > 3 + s_wrong.Length
                ? Vulnerable(Sent, $"an answer of {answer.Data.Length} bytes to the wrong one")
                : Unknown($"an answer of {answer.Data.Length} bytes that fits neither", Sent);
    }
}
