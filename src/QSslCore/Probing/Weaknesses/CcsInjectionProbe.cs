using QSslCore.Probing.Messages;
using QSslCore.Probing.Sessions;

namespace QSslCore.Probing.Weaknesses;

/// <summary>
/// Sends ChangeCipherSpec before the key exchange, and a record behind it. A sound server refuses the first; a flawed one tries to decrypt
/// the second. Whether it does so with keys made of nothing shows a record that was sealed with them.
/// </summary>
internal sealed class CcsInjectionProbe() : WeaknessProbe(WeaknessTable.CcsInjection)
{
    private const string Sent = "ChangeCipherSpec before the key exchange, and a record behind it";

    protected override WeaknessFinding? Judge(SslHostProfile profile) =>
        OfClassicTls(profile);

    protected override async Task<WeaknessFinding?> AskAsync(ProbeContext context, CancellationToken cancellation)
    {
        SessionEvent garbled = await ReactAsync(context, isSealed: false, cancellation).ConfigureAwait(false);
        if (!garbled.TellsWrongKeys)
            return await RefusedAsync(context, Sent, garbled, isWithin: false, cancellation).ConfigureAwait(false);
        SessionEvent understood = await ReactAsync(context, isSealed: true, cancellation).ConfigureAwait(false);
        // What came at the sealed record proves something only where it is an answer.
        return understood.TellsWrongKeys || understood.Alert < 0
            ? Vulnerable(Sent, $"{garbled}: the second record was decrypted", WeaknessCertainty.Likely)
            : Vulnerable(Sent, $"{garbled}; with the record sealed by keys made of an empty secret: {understood}");
    }

    private static async Task<SessionEvent> ReactAsync(ProbeContext context, bool isSealed, CancellationToken cancellation)
    {
        await using RecordChannel channel = await context.OpenAsync(cancellation).ConfigureAwait(false);
        ClientHello offer = context.Offer(_ => true);
        RawSession session = new(channel, offer);
        await session.StartAsync(cancellation).ConfigureAwait(false);
        int version = session.Hello.Version;
        byte[] second = isSealed
            ? SessionKeys.FromMaster(version, session.Suite, [], offer.Random, session.Hello.Random)
                .Protect(ofClient: true).Seal(TlsRecord.ApplicationData, [0])
            : new byte[64];
        byte[] change = TlsRecord.Write(TlsRecord.ChangeCipherSpec, version, [1]);
        await channel.SendAsync((byte[])[.. change, .. TlsRecord.Write(TlsRecord.ApplicationData, version, second)], cancellation)
            .ConfigureAwait(false);
        return await session.NextAsync(cancellation).ConfigureAwait(false);
    }
}
