using QSslCore.Probing.Messages;
using QSslCore.Probing.Sessions;

namespace QSslCore.Probing.Weaknesses;

/// <summary>A second handshake within a session, begun by the client.</summary>
internal static class Renegotiation
{
    /// <summary>The type of the message that shows that it was begun.</summary>
    public const int ServerHello = 2;

    /// <summary>
    /// Finishes a handshake and says hello again, with close_notify behind it: a server that ignores the hello ends the session.
    /// </summary>
    /// <param name="isBound">The second hello names the first handshake (RFC 5746, 3.5).</param>
    /// <returns>The server's answer to the second hello.</returns>
    /// <exception cref="SessionException">The first handshake was not finished.</exception>
    public static async Task<SessionEvent> TryAsync(ProbeContext context, bool isBound, CancellationToken cancellation)
    {
        ClientHello offer = context.Offer(_ => true);
        await using RecordChannel channel = await context.OpenAsync(cancellation).ConfigureAwait(false);
        RawSession session = new(channel, isBound ? offer : offer with { RenegotiationInfo = null });
        await session.HandshakeAsync(cancellation).ConfigureAwait(false);
        // The same offer as before, and so one that the server accepts.
        ClientHello again = context.Offer(_ => true) with { RenegotiationInfo = isBound ? session.ClientVerify : null };
        byte[] hello = session.Sealed(TlsRecord.Handshake, again.ToMessage());
        byte[] farewell = session.Sealed(TlsRecord.Alert, [1, 0]);
        await channel.SendAsync((byte[])[.. hello, .. farewell], cancellation).ConfigureAwait(false);
        SessionEvent answer;
        do
            answer = await session.NextAsync(cancellation).ConfigureAwait(false);
        while (answer.Kind == SessionEventKind.Data || answer.Message == 0);
        return answer;
    }
}
