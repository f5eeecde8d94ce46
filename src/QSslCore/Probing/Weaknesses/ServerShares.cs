using QSslCore.Probing.Messages;
using QSslCore.Probing.Sessions;

namespace QSslCore.Probing.Weaknesses;

/// <summary>The Diffie-Hellman shares of a server in several handshakes, none of which is finished.</summary>
internal static class ServerShares
{
    /// <summary>Handshakes: a server that changes its key after every second session is seen by three.</summary>
    private const int Count = 3;

    /// <summary>Asks once a host.</summary>
    /// <exception cref="SessionException">There is no such handshake.</exception>
    public static Task<IReadOnlyList<ServerKeyExchange>> OfAsync(
        ProbeContext context, KeyAgreement agreement, CancellationToken cancellation) =>
        context.MeasureAsync($"{nameof(ServerShares)} {agreement}", async () =>
        {
            List<ServerKeyExchange> shares = [];
            while (shares.Count < Count)
            {
                await using RecordChannel channel = await context.OpenAsync(cancellation).ConfigureAwait(false);
                RawSession session = new(channel, context.Offer(s => s.Agreement == agreement));
                await session.StartAsync(cancellation).ConfigureAwait(false);
                shares.Add(session.KeyExchange ?? throw new SessionException("the server sent no key exchange"));
            }
            return (IReadOnlyList<ServerKeyExchange>)shares;
        });

    /// <summary>A share came twice.</summary>
    public static bool AreReused(IReadOnlyList<ServerKeyExchange> shares) =>
        shares.Select(s => Convert.ToHexString(s.Public)).Distinct().Count() < shares.Count;
}
