using System.Management.Automation;
using QSslCore;

namespace QSslModule;

/// <summary>
/// Joins input that a pipeline has split. Get-Content and programs such as openssl write text line by line, and bytes arrive one by one.
/// Lines are joined to the original PEM or base64 text, and bytes to an array. All other input passes unchanged.
/// </summary>
/// <param name="session">The session whose files apply. A text that names a file is not joined.</param>
internal sealed class GatheredInput(SessionState session)
{
    private const string Begin = "-----BEGIN ";
    private const string End = "-----END ";

    private readonly List<string> _lines = [];
    private readonly List<byte> _bytes = [];
    private readonly List<string> _base64 = [];
    private int _afterEnd;
    private int _base64Left;

    /// <summary>Whether the first line of a block has arrived and its lines are still pending.</summary>
    public bool HasLines => _lines.Count > 0;

    /// <summary>Joins the inputs of a list.</summary>
    public static IEnumerable<object> Whole(IEnumerable<object> inputs, SessionState session)
    {
        GatheredInput gathered = new(session);
        return [.. inputs.SelectMany(gathered.Add), .. gathered.Rest()];
    }

    /// <summary>Adds the next input and returns the input that is now complete.</summary>
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

    /// <summary>Returns the pending input at the end.</summary>
    public IReadOnlyList<object> Rest()
    {
        List<object> rest = [];
        if (_bytes.Count > 0)
            rest.Add(_bytes.ToArray());
        if (_base64.Count > 0)
            rest.Add(string.Join('\n', _base64));
        if (HasLines)
        {
            // Text between blocks belongs to the blocks. Text after the last block is separate input. The reader reports a block without an
            // end.
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

    /// <summary>Adds a line of base64 if the length in its DER header says that more lines follow.</summary>
    /// <returns>The input that is now complete, or null if the line is not such a line.</returns>
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
