using System.Globalization;

namespace QSslCore.StartTls;

/// <summary>Protocols whose answers are three digits and text. If a hyphen follows the digits, the answer has several lines (RFC 959, RFC
/// 5321).</summary>
internal abstract class ReplyDialogue(string hostName) : LineDialogue(hostName)
{
    private readonly List<string> _lines = [];
    private string _code = "";

    /// <summary>Processes a complete answer.</summary>
    /// <param name="code">The number of the answer.</param>
    /// <param name="lines">The lines without the numbers.</param>
    protected abstract void OnReply(int code, IReadOnlyList<string> lines);

    protected override void OnLine(string line)
    {
        bool isNumbered = line.Length >= 3 && !line.AsSpan(0, 3).ContainsAnyExceptInRange('0', '9')
            && (line.Length == 3 || line[3] is ' ' or '-');
        // A line inside an answer with several lines need not repeat the number, and may begin with another one (RFC 959, 4.2).
        if (_lines.Count > 0 && !(isNumbered && line.StartsWith(_code, StringComparison.Ordinal)))
        {
            _lines.Add(line.Trim());
            return;
        }
        if (!isNumbered)
        {
            Misunderstood(line);
            return;
        }
        _code = line[..3];
        _lines.Add(line.Length > 4 ? line[4..] : "");
        if (line.Length > 3 && line[3] == '-')
            return;
        int code = int.Parse(_code, CultureInfo.InvariantCulture);
        List<string> whole = [.. _lines];
        _lines.Clear();
        OnReply(code, whole);
    }

    protected void EndWith(StartTlsStatus status, int code, IReadOnlyList<string> lines) =>
        End(status, $"{code.ToString(CultureInfo.InvariantCulture)} {string.Join(' ', lines)}".TrimEnd());
}
