namespace QSslCore.StartTls;

/// <summary>HTTP (RFC 2817): an upgrade to TLS within the connection.</summary>
internal sealed class HttpUpgradeDialogue(string hostName) : LineDialogue(hostName)
{
    private string _status = "";

    protected override void Begin()
    {
        string host = HostName.Contains(':') ? $"[{HostName}]" : QSslCore.HostName.ToAce(HostName) ?? HostName;
        Send($"OPTIONS * HTTP/1.1\r\nHost: {host}\r\nUpgrade: TLS/1.0\r\nConnection: Upgrade\r\n\r\n");
    }

    protected override void OnLine(string line)
    {
        if (_status.Length == 0)
        {
            if (line.StartsWith("HTTP/1.", StringComparison.Ordinal))
                _status = line;
            else
                Misunderstood(line);
            return;
        }
        if (line.Length > 0)
            return;
        string code = _status.Split(' ', 3) is [_, var number, ..] ? number : "";
        if (code == "101")
            End(StartTlsStatus.Ready);
        else
            End(code is ['5', ..] ? StartTlsStatus.Refused : StartTlsStatus.NotOffered, _status);
    }
}
