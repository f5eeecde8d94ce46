using System.Globalization;
using System.Text;

namespace QSslCore.Proxies;

/// <summary>The HTTP CONNECT method (RFC 9110, 9.3.6) with Basic authentication (RFC 7617).</summary>
internal sealed class HttpConnectDialogue : ProxyDialogue
{
    private const int MaxAnswerLength = 64 * 1024;

    private readonly string _target;
    private bool _authenticated;
    private bool _needsNewConnection;

    /// <param name="target">The host and its port.</param>
    public HttpConnectDialogue(HostTarget target)
    {
        _target = HostAndPort.Join(target.WireName, target.Port);
        SendRequest("");
    }

    /// <summary>After status 407 a proxy may send a page and may close the connection. A new connection avoids both.</summary>
    public override bool NeedsNewConnection => _needsNewConnection;

    public override ProxyDialogueStatus Receive(ReadOnlySpan<byte> received, out int taken)
    {
        taken = 0;
        if (!"HTTP/"u8.StartsWith(received[..Math.Min(5, received.Length)]))
            return Fail(QSocketError.ProxyProtocolError, "its answer is not HTTP");
        int end = received.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return received.Length > MaxAnswerLength
                ? Fail(QSocketError.ProxyProtocolError, "its answer does not end")
                : ProxyDialogueStatus.NeedsMore;
        }
        taken = end + 4;
        string[] lines = Encoding.Latin1.GetString(received[..end]).Split("\r\n");
        string[] status = lines[0].Split(' ', 3);
        if (status.Length < 2 || !int.TryParse(status[1], NumberStyles.None, CultureInfo.InvariantCulture, out int code))
            return Fail(QSocketError.ProxyProtocolError, "its answer has no status");
        string reason = status.Length > 2 ? $"{code} {VisibleText.Of(status[2])}" : $"{code}";
        return code switch
        {
            >= 200 and < 300 => ProxyDialogueStatus.Done,
            407 => ReceiveChallenge(lines),
            // This status is not for proxies, but some proxies send it for a wrong password.
            401 when _authenticated => Refused(),
            403 or 405 => Fail(QSocketError.SocketAccessError, $"it does not allow this connection ({reason})"),
            404 => Fail(QSocketError.HostNotFoundError, $"it cannot find the host ({reason})"),
            502 or 503 or 504 => Fail(QSocketError.ConnectionRefusedError, $"it could not make the connection ({reason})"),
            _ => Fail(QSocketError.ProxyProtocolError, $"it answered {reason}"),
        };
    }

    public override ProxyDialogueStatus Authenticate(string user, string password)
    {
        if (user.Contains(':', StringComparison.Ordinal))
            return Fail(QSocketError.ProxyAuthenticationRequiredError, "a user name for Basic authentication has no colon in it");
        _authenticated = _needsNewConnection = true;
        Output.Clear();
        SendRequest($"Proxy-Authorization: Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"))}\r\n");
        return ProxyDialogueStatus.NeedsMore;
    }

    private ProxyDialogueStatus Refused() => Fail(QSocketError.ProxyAuthenticationRequiredError,
        "it refused the user name or the password");

    private ProxyDialogueStatus ReceiveChallenge(string[] lines)
    {
        if (_authenticated)
            return Refused();
        string[] schemes =
        [
            .. lines.Where(l => l.StartsWith("Proxy-Authenticate:", StringComparison.OrdinalIgnoreCase))
                .SelectMany(l => Schemes(l["Proxy-Authenticate:".Length..])),
        ];
        if (schemes.Contains("Basic", StringComparer.OrdinalIgnoreCase))
            return ProxyDialogueStatus.NeedsCredentials;
        string wanted = schemes.Length == 0
            ? "it requires a login and does not say how"
            : $"it requires a login by {VisibleText.Of(string.Join(" or ", schemes))}";
        return Fail(QSocketError.ProxyAuthenticationRequiredError, $"{wanted}; only Basic is known here");
    }

    /// <summary>Returns the schemes of challenges. One line can contain several challenges with parameters (RFC 9110, 11.6.1).</summary>
    private static IEnumerable<string> Schemes(string challenges)
    {
        StringBuilder unquoted = new();
        bool isQuoted = false;
        for (int i = 0; i < challenges.Length; i++)
        {
            if (challenges[i] == '"')
                isQuoted = !isQuoted;
            else if (isQuoted && challenges[i] == '\\')
                i++;
            else if (!isQuoted)
                unquoted.Append(challenges[i]);
        }
        return unquoted.ToString().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(part => part.Split(' ', 2)[0])
            .Where(scheme => !scheme.Contains('=', StringComparison.Ordinal));
    }

    private void SendRequest(string extraHeader) =>
        Send(Encoding.ASCII.GetBytes($"CONNECT {_target} HTTP/1.1\r\nHost: {_target}\r\n{extraHeader}\r\n"));
}
