using System.Security.Cryptography;
using QSslCore.Probing.Messages;
using QSslCore.Probing.Sessions;

namespace QSslCore.Probing.Weaknesses;

/// <summary>Resumes a session by its ticket with a session id of 16 bytes; a flawed server echoes 32.</summary>
internal sealed class TicketbleedProbe() : WeaknessProbe(WeaknessTable.Ticketbleed)
{
    private const int IdLength = 16;
    private const string Sent = "a ticket with a session id of 16 bytes";

    protected override WeaknessFinding? Judge(SslHostProfile profile) =>
        OfClassicTls(profile);

    protected override async Task<WeaknessFinding?> AskAsync(ProbeContext context, CancellationToken cancellation)
    {
        ClientHello offer = context.Offer(_ => true) with { SessionTicket = [] };
        byte[] ticket;
        await using (RecordChannel first = await context.OpenAsync(cancellation).ConfigureAwait(false))
        {
            RawSession session = new(first, offer);
            await session.HandshakeAsync(cancellation).ConfigureAwait(false);
            ticket = session.Ticket;
        }
        if (ticket.Length == 0)
            return NotVulnerable("a handshake with the extension session_ticket", "no ticket came");
        byte[] id = RandomNumberGenerator.GetBytes(IdLength);
        await using RecordChannel second = await context.OpenAsync(cancellation).ConfigureAwait(false);
        RawSession resumed = new(second, context.Offer(_ => true) with { SessionTicket = ticket, SessionId = id });
        try
        {
            await resumed.StartAsync(cancellation).ConfigureAwait(false);
        }
        catch (SessionException) when (IsLonger(resumed.Hello?.SessionId ?? [], id))
        {
            // The hello has it all. That a host is sound shows a whole flight only.
        }
        byte[] echo = resumed.Hello!.SessionId;
        if (IsLonger(echo, id))
            return Vulnerable(Sent, $"an echo of {echo.Length} bytes that begins with it");
        return NotVulnerable(Sent, echo.AsSpan().SequenceEqual(id) ? "an echo of the same 16 bytes" : "a new session");
    }

    private static bool IsLonger(ReadOnlySpan<byte> echo, ReadOnlySpan<byte> id) => echo.Length > id.Length && echo.StartsWith(id);
}
