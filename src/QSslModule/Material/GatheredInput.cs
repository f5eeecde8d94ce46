using System.Management.Automation;
using QSslCore;

namespace QSslModule;

/// <summary>
/// Puts together what a pipeline takes apart: Get-Content and programs like openssl write text line by line, and bytes come
/// one by one. Lines become the PEM or base64 text that they were, and bytes an array; all else passes as it is.
/// </summary>
/// <param name="session">Whose files count: the name of one is no text.</param>
internal sealed class GatheredInput(SessionState session)
{
    private const string Begin = "-----BEGIN ";
    private const string End = "-----END ";

    private readonly List<string> _lines = [];
    private readonly List<byte> _bytes = [];
    private readonly List<string> _base64 = [];
    private int _afterEnd;
    private int _base64Left;

    /// <summary>True once a first line of a block has come, until all is given.</summary>
    public bool HasLines => _lines.Count > 0;

    /// <summary>All of a list.</summary>
    public static IEnumerable<object> Whole(IEnumerable<object> inputs, SessionState session)
    {
        GatheredInput gathered = new(session);
        return [.. inputs.SelectMany(gathered.Add), .. gathered.Rest()];
    }

    /// <summary>Takes the next input, and gives what is whole by it.</summary>
    public IReadOnlyList<object> Add(object input)
    {
        if (input is byte one)
        {
            IReadOnlyList<object> whole = _bytes.Count > 0 ? [] : Rest();
            _bytes.Add(one);
            return whole;
        }
        if (input is string line && IsLine(line) && !HasLines && AddBase64(line.Trim()) is { } given)
            return given;
        if (input is not string text || !IsLine(text) || !(HasLines || text.Contains(Begin, StringComparison.Ordinal)))
            return [.. Rest(), input];
        IReadOnlyList<object> before = HasLines ? [] : Rest();
        _lines.Add(text);
        if (text.Contains(End, StringComparison.Ordinal))
            _afterEnd = _lines.Count;
        return before;
    }

    /// <summary>What was held back: all has come.</summary>
    public IReadOnlyList<object> Rest()
    {
        List<object> rest = [];
        if (_bytes.Count > 0)
            rest.Add(_bytes.ToArray());
        if (_base64.Count > 0)
            rest.Add(string.Join('\n', _base64));
        if (HasLines)
        {
            // Text between blocks belongs to them; what follows the last one is input of its own. A block that never ended is for the
            // reader to tell.
            bool isCut = _lines.FindIndex(_afterEnd, line => line.Contains(Begin, StringComparison.Ordinal)) >= 0;
            int count = isCut ? _lines.Count : _afterEnd;
            rest.Add(string.Join('\n', _lines.Take(count)) + "\n");
            rest.AddRange(_lines.Skip(count).Where(line => !string.IsNullOrWhiteSpace(line)));
        }
        _bytes.Clear();
        _lines.Clear();
        _base64.Clear();
        _afterEnd = 0;
        return rest;
    }

    /// <summary>Takes a line of base64 where DER says that more are to come.</summary>
    /// <returns>What is whole by it; null when the line is no such one.</returns>
    private IReadOnlyList<object>? AddBase64(string line)
    {
        bool isFirst = _base64.Count == 0;
        if (isFirst ? !(EncodedText.IsBase64Start(line, out _base64Left) && _base64Left > line.Length
            && !PathResolver.IsFile(session, line))
            : !EncodedText.IsBase64Line(line))
        {
            return null;
        }
        IReadOnlyList<object> before = isFirst ? Rest() : [];
        _base64.Add(line);
        _base64Left -= line.Length;
        return _base64Left > 0 ? before : Rest();
    }

    private static bool IsLine(string text) => !text.AsSpan().TrimEnd("\r\n").ContainsAny('\r', '\n');
}
