using System.Globalization;
using System.Text;
using QSslCore.Probing.Surveys;
using QSslCore.Sockets;

namespace QSslCore.Probing;

/// <summary>What a host says of HTTP Strict Transport Security, over a session of the TLS library.</summary>
internal sealed class HttpSurvey(SocketHost host) : Survey
{
    private const int MaxHead = 16 * 1024;

    /// <summary>How long a host is waited for that has not said that it speaks HTTP: most others never answer.</summary>
    private static readonly TimeSpan s_briefPatience = TimeSpan.FromSeconds(2);

    public override SslProfileSections Sections => SslProfileSections.Protocols;

    // Behind the facts: a host that serves one client at a time, and waits for more of it, would hold them up.
    public override SurveyStage Stage => SurveyStage.Summary;

    public override string Subject => "The look at HTTP";

    public override async Task RunAsync(SurveyContext context, CancellationToken cancellation)
    {
        SslProfileHsts hsts = context.Profile.StartTls.Length > 0 && context.Profile.StartTls != "http"
            ? new() { Status = SslProfileStatus.NotApplicable, Reason = $"the host speaks {context.Profile.StartTls}" }
            : await AskAsync(context, cancellation).ConfigureAwait(false);
        context.Update(profile => profile with { Hsts = hsts });
    }

    private async Task<SslProfileHsts> AskAsync(SurveyContext context, CancellationToken cancellation)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        bool saysHttp = context.Profile.Alpn.Any(name => name.StartsWith("http", StringComparison.Ordinal) || name == "h2");
        TimeSpan patience = saysHttp || host.AnswerLimit < s_briefPatience ? host.AnswerLimit : s_briefPatience;
        QSslSocket socket;
        try
        {
            socket = await host.OpenSocketAsync(cancellation).ConfigureAwait(false);
        }
        catch (ProbeUnreachableException e)
        {
            return Unknown(e.Message);
        }
        try
        {
            limit.CancelAfter(patience);
            return ReadHead(await GetAsync(socket, context, limit.Token).ConfigureAwait(false));
        }
        catch (QSslSocketException e)
        {
            return Unknown($"a session of the TLS library failed: {e.Message.TrimEnd('.')}");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return Unknown($"no answer to a request came within {patience.TotalSeconds:0.#} s");
        }
        finally
        {
            socket.Abort();
            socket.Dispose();
            host.Release();
        }
    }

    /// <summary>The head of the answer to a request, as far as it came.</summary>
    private static async Task<string> GetAsync(QSslSocket socket, SurveyContext context, CancellationToken cancellation)
    {
        QSslConfiguration configuration = socket.SslConfiguration;
        // Nothing secret is sent, and nothing that comes is trusted.
        configuration.PeerVerifyMode = PeerVerifyMode.VerifyNone;
        configuration.Protocol = SslProtocol.AnyProtocol;
        socket.SslConfiguration = configuration;
        socket.IgnoreSslErrors();
        socket.StartClientEncryption();
        if (await socket.DriveAsync(SocketGoal.HasEncrypted, cancellation).ConfigureAwait(false) != DriveResult.Satisfied)
            throw socket.ToException();
        string name = context.Interview.ServerName ?? context.Profile.HostName;
        string hostHeader = context.Profile.Port == 443 ? name : HostAndPort.Display(name, context.Profile.Port);
        byte[] request = Encoding.ASCII.GetBytes(
            $"GET / HTTP/1.1\r\nHost: {hostHeader}\r\nUser-Agent: QSslModule\r\nConnection: close\r\n\r\n");
        await socket.WriteAsync(request, cancellation).ConfigureAwait(false);
        byte[] buffer = new byte[MaxHead];
        int filled = 0;
        while (filled < buffer.Length)
        {
            int count = await socket.ReadAsync(buffer.AsMemory(filled), cancellation).ConfigureAwait(false);
            filled += count;
            string head = Encoding.Latin1.GetString(buffer, 0, filled);
            bool mayBeHttp = head.StartsWith("HTTP/", StringComparison.Ordinal) || "HTTP/".StartsWith(head, StringComparison.Ordinal);
            if (count == 0 || !mayBeHttp || head.Contains("\r\n\r\n", StringComparison.Ordinal))
                return head;
        }
        return Encoding.Latin1.GetString(buffer, 0, filled);
    }

    /// <summary>What the head of an answer says.</summary>
    internal static SslProfileHsts ReadHead(string head)
    {
        if (head.Length == 0)
            return Unknown("a request of HTTP got no answer");
        if (!head.StartsWith("HTTP/", StringComparison.Ordinal) && !"HTTP/".StartsWith(head, StringComparison.Ordinal))
            return new() { Status = SslProfileStatus.NotApplicable, Reason = "the answer to a request is not HTTP" };
        if (!head.Contains("\r\n\r\n", StringComparison.Ordinal))
            return Unknown($"the head of the answer is not complete after {head.Length} bytes");
        const string Header = "strict-transport-security:";
        string? line = head.Split("\r\n").FirstOrDefault(each => each.StartsWith(Header, StringComparison.OrdinalIgnoreCase));
        if (line is null)
            return new() { Status = SslProfileStatus.No, Reason = VisibleText.Of($"the header is not in the answer {Status(head)}") };
        string[] parts = line[Header.Length..].Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        string? age = parts.FirstOrDefault(part => part.StartsWith("max-age", StringComparison.OrdinalIgnoreCase));
        string digits = age?[(age.IndexOf('=', StringComparison.Ordinal) + 1)..].Trim('"', ' ') ?? "";
        bool isNumber = long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out long seconds);
        return new()
        {
            // A header without an age, or with none, is ignored or takes HSTS back (RFC 6797, 6.1.1).
            Status = isNumber && seconds > 0 ? SslProfileStatus.Yes : SslProfileStatus.No,
            MaxAgeSeconds = isNumber ? seconds : null,
            IncludeSubDomains = parts.Contains("includeSubDomains", StringComparer.OrdinalIgnoreCase),
            Preload = parts.Contains("preload", StringComparer.OrdinalIgnoreCase),
            Reason = VisibleText.Of(line.Length <= 200 ? line : line[..200]),
        };
    }

    private static string Status(string head) => head.Split("\r\n")[0] is var first && first.Length <= 60 ? first : head[..60];

    private static SslProfileHsts Unknown(string reason) => new() { Reason = VisibleText.Of(reason) };
}
