using QSslCore.Probing.Messages;
using QSslCore.Probing.Sessions;

namespace QSslCore.Probing.Weaknesses;

/// <summary>
/// Sends premaster secrets whose padding is right or wrong in several ways, each with an unreadable Finished behind it, and again with the
/// end of the connection instead. A sound server behaves alike for all. At most 15 connections:
/// two flows of five, and five to confirm a difference. No secret is decrypted, as an attack with its thousands of connections would.
/// </summary>
internal sealed class RobotProbe() : WeaknessProbe(WeaknessTable.Robot)
{
    private static readonly RsaPadding[] s_paddings = Enum.GetValues<RsaPadding>();

    protected override WeaknessFinding? Judge(SslHostProfile profile) =>
        OfClassicTls(profile);

    protected override async Task<WeaknessFinding?> AskAsync(ProbeContext context, CancellationToken cancellation)
    {
        foreach (bool isShort in (bool[])[false, true])
        {
            string sent = "premaster secrets with right and wrong padding, each followed by "
                + (isShort ? "close_notify" : "ChangeCipherSpec and an unreadable Finished");
            string[] reactions;
            try
            {
                reactions = await MeasureAsync(context, isShort, cancellation).ConfigureAwait(false);
            }
            catch (SessionException e) when (e.IsRefusal)
            {
                return Refused(context, c => c.KeyExchange == "RSA", "a hello with RSA key exchange only", e.Message);
            }
            if (Array.TrueForAll(reactions, r => r == reactions[0]))
            {
                WeaknessFinding alike = await RefusedAsync(context, sent, reactions[0], s => s.Agreement == KeyAgreement.Rsa,
                    isWithin: false, cancellation).ConfigureAwait(false);
                if (isShort || alike.Status == WeaknessStatus.Unknown)
                    return alike.Status == WeaknessStatus.Unknown ? alike
                        : NotVulnerable("premaster secrets with right and wrong padding in two flows", "the same answer to all");
                continue;
            }
            string[] again = await MeasureAsync(context, isShort, cancellation).ConfigureAwait(false);
            if (!again.AsSpan().SequenceEqual(reactions))
                return Unknown("the server's answers differ from one time to the next", sent);
            string table = string.Join("; ", s_paddings.Zip(reactions, (p, r) => $"{p}: {r}"));
            return Vulnerable(sent, $"{(IsWeak(reactions) ? "a weak oracle" : "a strong oracle")}: {table}");
        }
        return null;
    }

    /// <summary>Only a secret of the right length at the right place is told from the others: an attack needs far more messages.</summary>
    private static bool IsWeak(string[] reactions) =>
        reactions[(int)RsaPadding.WrongStart] == reactions[(int)RsaPadding.WrongSeparator]
        && reactions[(int)RsaPadding.WrongSeparator] == reactions[(int)RsaPadding.NoSeparator];

    private static Task<string[]> MeasureAsync(ProbeContext context, bool isShort, CancellationToken cancellation) =>
        Task.WhenAll(s_paddings.Select(padding => ReactAsync(context, padding, isShort, cancellation)));

    private static async Task<string> ReactAsync(ProbeContext context, RsaPadding padding, bool isShort, CancellationToken cancellation)
    {
        ClientHello offer = context.Offer(s => s.Agreement == KeyAgreement.Rsa);
        await using RecordChannel channel = await context.OpenAsync(cancellation).ConfigureAwait(false);
        RawSession session = new(channel, offer);
        await session.StartAsync(cancellation).ConfigureAwait(false);
        byte[] exchange = session.KeyExchangeRecords(ClientShare.Encrypt(context.RsaKeyOf(session), offer.Version, padding));
        int version = session.Hello.Version;
        byte[] rest = isShort
            ? TlsRecord.Write(TlsRecord.Alert, version, [1, 0])
            : [.. TlsRecord.Write(TlsRecord.ChangeCipherSpec, version, [1]), .. TlsRecord.Write(TlsRecord.Handshake, version, s_finished)];
        await channel.SendAsync((byte[])[.. exchange, .. rest], cancellation).ConfigureAwait(false);
        return await Reaction.ReadAsync(session, cancellation).ConfigureAwait(false);
    }

    /// <summary>A payload that no key makes sense of: whole blocks, the vector in front.</summary>
    private static readonly byte[] s_finished = [.. Enumerable.Range(1, 80).Select(i => (byte)(i * 37))];
}
