using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace QSslCore.StartTls;

/// <summary>ManageSieve (RFC 5804).</summary>
internal sealed partial class SieveDialogue(string hostName) : LineDialogue(hostName)
{
    /// <summary>With all of its strings. Each one makes the line anew, so a peer must not send them without end.</summary>
    private const int MaxLineLength = 8 * 1024;

    private bool _offered;
    private bool _asked;
    private string _begun = "";
    private int _literal;

    /// <summary>The server may send a string with its length instead of in quotes, followed by the rest of the line (RFC 5804,
    /// 1.2).</summary>
    protected override int Take(ReadOnlySpan<byte> input)
    {
        if (_literal == 0)
            return base.Take(input);
        if (input.Length < _literal)
            return 0;
        _begun += $"\"{Encoding.UTF8.GetString(input[.._literal])}\"";
        int taken = _literal;
        _literal = 0;
        return taken;
    }

    protected override void OnLine(string line)
    {
        line = _begun + line;
        _begun = "";
        if (line.Length > MaxLineLength)
        {
            End(StartTlsStatus.Unintelligible, $"a line of the peer has more than {MaxLineLength} characters");
            return;
        }
        if (LiteralAtEnd().Match(line) is { Success: true } literal)
        {
            _begun = line[..literal.Index];
            _literal = int.Parse(literal.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
            return;
        }
        string word = line.Split(' ', 2)[0].ToUpperInvariant();
        switch (word)
        {
            case "\"STARTTLS\"" when !_asked:
                _offered = true;
                break;
            case "OK" when _asked:
                End(StartTlsStatus.Ready);
                break;
            case "OK" when _offered:
                _asked = true;
                Send("STARTTLS\r\n");
                break;
            case "OK":
                End(StartTlsStatus.NotOffered, "the capabilities have no STARTTLS");
                break;
            case "NO" or "BYE":
                End(StartTlsStatus.Refused, line);
                break;
            case ['"', ..] when !_asked:
                break;
            default:
                Misunderstood(line);
                break;
        }
    }

    [GeneratedRegex("\\{([0-9]{1,4})\\+?\\}$")]
    private static partial Regex LiteralAtEnd();
}
