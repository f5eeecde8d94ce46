using System.Text;
using QSslCore.Probing.Messages;
using QSslCore.Probing.Sessions;
using QSslCore.Probing.Surveys;
using QSslCore.StartTls;

namespace QSslCore.Probing.Weaknesses.Plain;

/// <summary>
/// Sends a harmless command along with the request for TLS, and a farewell within TLS. A sound server forgets the command and answers the
/// farewell only; a flawed one answers both within TLS.
/// </summary>
internal sealed class StartTlsInjectionProbe() : WeaknessProbe(WeaknessTable.StartTlsInjection)
{
    private const int MaxText = 64 << 10;

    protected override async Task<WeaknessFinding?> AskAsync(ProbeContext context, CancellationToken cancellation)
    {
        if (context.Interview.Plain is not { } host)
            return Unknown("the plain part of the connection cannot be had");
        if (host.StartTls is not { } protocol)
            return NotApplicable("TLS begins at once");
        if (PlainCommands.Find(protocol) is not { } commands)
            return Unknown($"no harmless command of {protocol.Name} is known");
        await using IProbeLine line = await host.OpenPlainAsync(host.Port, cancellation).ConfigureAwait(false);
        StartTlsDialogue dialogue = protocol.CreateDialogue(host.ServerName ?? "");
        await PlainTalk.ReachTlsAsync(line, dialogue, Encoding.ASCII.GetBytes(commands.Harmless), host.AnswerLimit, cancellation)
            .ConfigureAwait(false);
        await using RecordChannel channel = new(line, host.AnswerLimit);
        RawSession session = new(channel, context.Offer(_ => true));
        await session.HandshakeAsync(cancellation).ConfigureAwait(false);
        await session.SendAsync(TlsRecord.ApplicationData, Encoding.ASCII.GetBytes(commands.Farewell), cancellation).ConfigureAwait(false);
        (string text, bool isWhole) = await ReadAsync(session, cancellation).ConfigureAwait(false);
        int replies = text.Split('\n').Count(l => commands.IsReply(l.TrimEnd('\r')));
        string sent = $"{commands.Harmless.TrimEnd()} along with the request for TLS, and {commands.Farewell.TrimEnd()} within TLS";
        return replies switch
        {
            0 => Unknown("no answer came within TLS", sent),
            1 when !isWhole => Unknown("one answer came within TLS, and not the end of the session", sent),
            1 => NotVulnerable(sent, "one answer within TLS"),
            _ => Vulnerable(sent, $"{replies} answers within TLS"),
        };
    }

    /// <summary>What was said within TLS, and whether the server ended the session in order behind it.</summary>
    private static async Task<(string Text, bool IsWhole)> ReadAsync(RawSession session, CancellationToken cancellation)
    {
        StringBuilder text = new();
        while (text.Length < MaxText)
        {
            SessionEvent next = await session.NextAsync(cancellation).ConfigureAwait(false);
            if (next.Kind == SessionEventKind.Data)
                text.Append(Encoding.Latin1.GetString(next.Data));
            else if (next.Kind != SessionEventKind.Message)
                return (text.ToString(), next.Kind == SessionEventKind.Alert || next.End == LineEnd.Closed);
        }
        return (text.ToString(), false);
    }
}
