using System.Globalization;

namespace QSslCore.StartTls;

/// <summary>Protocols whose answers are three digits and text, on several lines when a hyphen follows the digits (RFC 959, RFC 5321).</summary>
internal abstract class ReplyDialogue(string hostName) : LineDialogue(hostName)
{
    private readonly List<string> _lines = [];

    /// <summary>A whole answer.</summary>
    /// <param name="code">Its number.</param>
    /// <param name="lines">Its lines, without the numbers.</param>
    protected abstract void OnReply(int code, IReadOnlyList<string> lines);

    protected override void OnLine(string line)
    {
        if (line.Length < 3 || !int.TryParse(line.AsSpan(0, 3), NumberStyles.None, CultureInfo.InvariantCulture, out int code)
            || (line.Length > 3 && line[3] is not (' ' or '-')))
        {
            // A line inside an answer of several need not repeat the number (RFC 959).
            if (_lines.Count > 0)
                _lines.Add(line.Trim());
            else
                Misunderstood(line);
            return;
        }
        _lines.Add(line.Length > 4 ? line[4..] : "");
        if (line.Length > 3 && line[3] == '-')
            return;
        List<string> whole = [.. _lines];
        _lines.Clear();
        OnReply(code, whole);
    }

    protected void EndWith(StartTlsStatus status, int code, IReadOnlyList<string> lines) =>
        End(status, $"{code.ToString(CultureInfo.InvariantCulture)} {string.Join(' ', lines)}".TrimEnd());
}
