using System.Buffers;

namespace QSslCore;

/// <summary>
/// Returns input in a form that a message may show: short, visible, and without possible secrets. Users also pass keys, pass phrases and
/// sessions to the wrong parameter, and an error in logs and transcripts outlives the input.
/// </summary>
internal static class InputEcho
{
    private const int Longest = 200;

    /// <summary>A shorter text looks like a word, and reveals nothing about a key.</summary>
    private const int MinSecretLength = 16;

    /// <summary>No name has this many letters and digits in a row.</summary>
    private const int MaxNameLength = 40;

    /// <summary>Words have more letters on average. Base64 and hexadecimal text has shorter runs of one kind.</summary>
    private const int MinWordLength = 3;

    private static readonly SearchValues<char> s_base64 =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=");

    /// <summary>The characters that may follow the leading capitals of a word in a label: X509, SSH2, PKCS #7, ML-DSA-44.</summary>
    private static readonly SearchValues<char> s_labelEnds = SearchValues.Create("0123456789-#.DSA");

    /// <summary>Returns a placeholder for an input that is not shown.</summary>
    public static string Hidden(int length) => $"<{length} characters, not shown>";

    /// <summary>Returns a name, a path, a host or a value for display.</summary>
    public static string Of(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return "";
        if (text.AsSpan().ContainsAny('\r', '\n') || text.Contains("-----", StringComparison.Ordinal))
            return Hidden(text.Length);

        string shown = VisibleText.Of(WithoutSecrets(WithoutUserInfo(text)));
        return shown.Length <= Longest ? shown : $"{shown[..Longest]}…";
    }

    /// <summary>Returns a full path of the file system for display. The path of an existing file or directory is shown completely, with
    /// invisible characters written out.</summary>
    public static string OfPath(string path)
    {
        if (!Path.IsPathFullyQualified(path) || path.Contains('\0', StringComparison.Ordinal))
            return Of(path);
        if (File.Exists(path))
            return VisibleText.Of(path);
        string? directory = Path.GetDirectoryName(path);
        return Directory.Exists(directory) ? Path.Combine(VisibleText.Of(directory), Of(Path.GetFileName(path))) : Of(path);
    }

    /// <summary>Returns a message of the system that may repeat an input. If it does, the text between quotation marks is replaced by the
    /// input in its display form.</summary>
    public static string Within(string message, string input)
    {
        if (input.Length == 0 || Of(input) == input)
            return message;
        int first = message.IndexOf('\'', StringComparison.Ordinal);
        int last = message.LastIndexOf('\'');
        return last > first
            ? $"{message[..(first + 1)]}{Of(input)}{message[last..]}"
            : message.Replace(input, Of(input), StringComparison.Ordinal);
    }

    /// <summary>Returns the label of a PEM block for display. A damaged label may contain the key.</summary>
    public static string OfLabel(string label)
    {
        const int Short = 8;
        const int Long = 40;
        bool isKnownKind = label.Length <= Short || (label.Length <= Long && label.Split(' ').All(IsLabelWord));
        return isKnownKind ? VisibleText.Of(label) : "an unknown kind of block";

        static bool IsLabelWord(string word) => word.Length <= 11
            && word.AsSpan().IndexOfAnyExceptInRange('A', 'Z') is var end
            && (end < 0 || word.AsSpan(end).IndexOfAnyExcept(s_labelEnds) < 0);
    }

    /// <summary>Removes a user name and password from an address. Users write them there although they do not belong there.</summary>
    private static string WithoutUserInfo(string text)
    {
        int at = text.LastIndexOf('@');
        if (at < 0)
            return text;
        int scheme = text.IndexOf("://", StringComparison.Ordinal);
        int start = scheme >= 0 && scheme < at ? scheme + 3 : 0;
        return text.AsSpan(start, at - start).Contains(':') || start > 0 ? $"{text[..start]}…{text[at..]}" : text;
    }

    private static string WithoutSecrets(string text)
    {
        System.Text.StringBuilder shown = new();
        for (int position = 0; position < text.Length;)
        {
            ReadOnlySpan<char> rest = text.AsSpan(position);
            int other = rest.IndexOfAny(s_base64);
            if (other != 0)
            {
                int count = other < 0 ? rest.Length : other;
                shown.Append(rest[..count]);
                position += count;
                continue;
            }

            int length = rest.IndexOfAnyExcept(s_base64) is var end && end < 0 ? rest.Length : end;
            shown.Append(IsSecret(rest[..length]) ? Hidden(length) : rest[..length]);
            position += length;
        }

        return shown.ToString();
    }

    private static bool IsSecret(ReadOnlySpan<char> run)
    {
        if (run.Length < MinSecretLength)
            return false;
        foreach (Range part in run.SplitAny('/', '+', '='))
        {
            if (run[part].Length >= MaxNameLength || (run[part].Length >= MinSecretLength && IsWordless(run[part])))
                return true;
        }

        return IsWordless(run);
    }

    private static bool IsWordless(ReadOnlySpan<char> run)
    {
        int words = 0;
        int letters = 0;
        int capitals = 0;
        char before = '/';
        foreach (char c in run)
        {
            // A word starts with a capital, with a digit after a letter, or with a small letter after several capitals.
            bool isSame = char.IsAsciiLetterLower(c) ? char.IsAsciiLetterLower(before) || capitals == 1
                : char.IsAsciiDigit(c) ? char.IsAsciiDigit(before)
                : capitals > 0;
            bool isLetter = char.IsAsciiLetterOrDigit(c);
            letters += isLetter ? 1 : 0;
            words += isLetter && !isSame ? 1 : 0;
            capitals = char.IsAsciiLetterUpper(c) ? capitals + 1 : 0;
            before = c;
        }

        return letters < words * MinWordLength;
    }
}
