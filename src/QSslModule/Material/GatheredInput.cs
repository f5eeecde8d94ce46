namespace QSslModule;

/// <summary>
/// Puts together what a pipeline takes apart: Get-Content and programs like openssl write text line by line, and bytes come
/// one by one. Lines become the PEM text that they were, and bytes an array; all else passes as it is.
/// </summary>
internal sealed class GatheredInput
{
    private const string Begin = "-----BEGIN ";
    private const string End = "-----END ";

    private readonly List<string> _lines = [];
    private readonly List<byte> _bytes = [];
    private int _afterEnd;

    /// <summary>True once a first line of a block has come, until all is given.</summary>
    public bool HasLines => _lines.Count > 0;

    /// <summary>All of a list.</summary>
    public static IEnumerable<object> Whole(IEnumerable<object> inputs)
    {
        GatheredInput gathered = new();
        return [.. inputs.SelectMany(gathered.Add), .. gathered.Rest()];
    }

    /// <summary>Takes the next input, and gives what is whole by it.</summary>
    public IReadOnlyList<object> Add(object input)
    {
        if (input is byte one)
        {
            IReadOnlyList<object> whole = HasLines ? Rest() : [];
            _bytes.Add(one);
            return whole;
        }
        if (input is not string text || !IsLine(text) || !(HasLines || text.Contains(Begin, StringComparison.Ordinal)))
            return [.. Rest(), input];
        IReadOnlyList<object> before = _bytes.Count > 0 ? Rest() : [];
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
        if (HasLines)
        {
            // Text between blocks belongs to them; what follows the last one is input of its own. A block that never ended is for the reader to tell.
            bool isCut = _lines.FindIndex(_afterEnd, line => line.Contains(Begin, StringComparison.Ordinal)) >= 0;
            int count = isCut ? _lines.Count : _afterEnd;
            rest.Add(string.Join('\n', _lines.Take(count)) + "\n");
            rest.AddRange(_lines.Skip(count).Where(line => !string.IsNullOrWhiteSpace(line)));
        }
        _bytes.Clear();
        _lines.Clear();
        _afterEnd = 0;
        return rest;
    }

    private static bool IsLine(string text) => !text.AsSpan().TrimEnd("\r\n").ContainsAny('\r', '\n');
}
