using System.Globalization;
using System.Text;
using QSslCore.Probing.Sessions;
using QSslCore.Probing.Surveys;

namespace QSslCore.Probing.Weaknesses.Plain;

/// <summary>
/// Asks the plain port that usually stands beside a port of HTTPS to upgrade to TLS (RFC 2817). Where it does, an attacker can have an
/// answer of the one taken for an answer of the other.
/// </summary>
internal sealed class OpossumProbe() : WeaknessProbe(WeaknessTable.Opossum)
{
    private const int MaxAnswer = 4096;
    private const int SwitchingProtocols = 101;
    private const int FirstFinal = 200;

    protected override async Task<WeaknessFinding?> AskAsync(ProbeContext context, CancellationToken cancellation)
    {
        if (context.Interview.Plain is not { } host)
            return Unknown("the plain part of the connection cannot be had");
        int port = host.PlainHttpPort;
        if (host.StartTls is not null || port == 0)
            return NotApplicable($"the port {host.Port} is not one of HTTPS");
        string sent = $"a request to upgrade to TLS, to port {port}";
        IProbeLine line;
        try
        {
            line = await host.OpenPlainAsync(port, cancellation).ConfigureAwait(false);
        }
        catch (ProbeUnreachableException e) when (e.IsRefused)
        {
            return await context.AnswersAsync(cancellation).ConfigureAwait(false)
                ? NotVulnerable(sent, "the connection is refused, and the port of HTTPS answers", WeaknessCertainty.Likely)
                : Unknown("the connection is refused, and the port of HTTPS does not answer either", sent);
        }
        catch (IOException e)
        {
            return Unknown($"no connection: {e.Message}", sent);
        }
        await using RecordChannel channel = new(line, host.AnswerLimit);
        await channel.SendAsync(
            Encoding.ASCII.GetBytes(
                $"OPTIONS * HTTP/1.1\r\nHost: {host.ServerName ?? "localhost"}\r\n"
                    + "Connection: Upgrade\r\nUpgrade: TLS/1.2, TLS/1.0\r\n\r\n"),
            cancellation).ConfigureAwait(false);
        StringBuilder text = new();
        while (text.Length < MaxAnswer && !text.ToString().Contains('\n', StringComparison.Ordinal))
        {
            ReadOnlyMemory<byte> more = await channel.ReadBytesAsync(MaxAnswer, cancellation).ConfigureAwait(false);
            if (more.IsEmpty)
                break;
            text.Append(Encoding.Latin1.GetString(more.Span));
        }
        string status = text.ToString().Split('\n')[0].TrimEnd('\r');
        if (!status.StartsWith("HTTP/1.", StringComparison.Ordinal))
            return Unknown(status.Length > 0 ? "the answer is not HTTP" : "no answer came", sent);
        return CodeOf(status) switch
        {
            SwitchingProtocols => Vulnerable(sent, VisibleText.Of(status)),
            >= FirstFinal => NotVulnerable(sent, VisibleText.Of(status)),
            _ => Unknown($"the answer is not a final one: {status}", sent),
        };
    }

    /// <summary>The number of a status line, such as 405; -1 for none.</summary>
    private static int CodeOf(string status)
    {
        const int At = 9, Digits = 3;
        return status.Length >= At + Digits && (status.Length == At + Digits || status[At + Digits] == ' ')
            && int.TryParse(status.AsSpan(At, Digits), NumberStyles.None, CultureInfo.InvariantCulture, out int code) ? code : -1;
    }
}
