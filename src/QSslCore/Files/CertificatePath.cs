using System.Text;
using System.Text.RegularExpressions;

namespace QSslCore;

/// <summary>Finds the files that a path of <see cref="QSslCertificate.FromPath"/> matches.</summary>
internal static class CertificatePath
{
    private static readonly TimeSpan s_matchLimit = TimeSpan.FromSeconds(1);

    /// <returns>The files in the order of their names.</returns>
    public static IReadOnlyList<string> Files(string? path, PatternSyntax syntax)
    {
        if (string.IsNullOrEmpty(path))
            return [];

        string normal = OperatingSystem.IsWindows() && syntax != PatternSyntax.RegularExpression ? path.Replace('\\', '/') : path;
        int special = normal.AsSpan().IndexOfAny(SpecialCharacters(syntax));
        if (special < 0)
            return File.Exists(normal) ? [normal] : [];

        // The search starts in front of the first special character. For a wildcard, it goes no deeper than the wildcard can match.
        int slash = normal.AsSpan(0, special).LastIndexOf('/');
        string start = normal[..(slash + 1)];
        int depth = syntax == PatternSyntax.Wildcard ? normal.AsSpan(slash + 1).Count('/') : int.MaxValue;
        try
        {
            if (Compile(normal, syntax) is not { } pattern)
                return [];
            Walk walk = new(pattern);
            walk.Into(start, Path.GetFullPath(start.Length == 0 ? "." : start), depth);
            return [.. walk.Files.Order(StringComparer.Ordinal)];
        }
        catch (RegexParseException e)
        {
            // The pattern may be a secret that was passed by mistake, and the message of .NET repeats it.
            throw new ArgumentException($"The path is not a valid regular expression: {e.Error}.", nameof(path));
        }
        catch (RegexMatchTimeoutException)
        {
            // The cause is omitted, because it repeats the expression and the path.
            throw new ArgumentException("The regular expression takes too long to match a path.", nameof(path));
        }
    }

    private static Regex? Compile(string pattern, PatternSyntax syntax)
    {
        bool isWildcard = syntax == PatternSyntax.Wildcard;
        try
        {
            return new Regex($@"\A(?:{(isWildcard ? Translate(pattern) : pattern)})\z", RegexOptions.CultureInvariant, s_matchLimit);
        }
        catch (RegexParseException) when (isWildcard)
        {
            // A class such as [z-a], which contains no character.
            return null;
        }
    }

    private static string SpecialCharacters(PatternSyntax syntax) => syntax switch
    {
        PatternSyntax.Wildcard => "*?[",
        PatternSyntax.RegularExpression => @"$()*+.?[]^{}|\",
        _ => "",
    };

    private static string Translate(string wildcard)
    {
        StringBuilder pattern = new();
        for (int i = 0; i < wildcard.Length; i++)
        {
            if (wildcard[i] == '[' && EndOfClass(wildcard, i) is int end)
            {
                pattern.Append(TranslateClass(wildcard[(i + 1)..end]));
                i = end;
            }
            else
            {
                pattern.Append(wildcard[i] switch { '*' => "[^/]*", '?' => "[^/]", char c => Regex.Escape(c.ToString()) });
            }
        }

        return pattern.ToString();
    }

    /// <summary>Returns the end of the class that begins at <paramref name="start"/>. Its first member may be the bracket itself.</summary>
    private static int? EndOfClass(string wildcard, int start)
    {
        int first = start + (IsNegated(wildcard.AsSpan(start + 1)) ? 2 : 1);
        int end = first + 1 < wildcard.Length ? wildcard.IndexOf(']', first + 1) : -1;
        return end < 0 ? null : end;
    }

    private static string TranslateClass(string members)
    {
        bool negated = IsNegated(members);
        string escaped = (negated ? members[1..] : members)
            .Replace(@"\", @"\\").Replace("[", @"\[").Replace("]", @"\]").Replace("^", @"\^");
        return $"{(negated ? "[^/" : "[")}{escaped}]";
    }

    private static bool IsNegated(ReadOnlySpan<char> members) => members.StartsWith('!') || members.StartsWith('^');

    private sealed class Walk(Regex pattern)
    {
        private static readonly EnumerationOptions s_options = new() { IgnoreInaccessible = true, AttributesToSkip = 0 };

        /// <summary>The path to the current directory, without links.</summary>
        private readonly HashSet<string> _above = [];

        public List<string> Files { get; } = [];

        /// <param name="directory">The directory as the pattern spells it: empty, or with a slash at its end.</param>
        /// <param name="real">The full path without links.</param>
        /// <param name="depth">The number of levels below it to search.</param>
        public void Into(string directory, string real, int depth)
        {
            // Links are followed, so a directory can occur below itself.
            real = Path.TrimEndingDirectorySeparator(real);
            DirectoryInfo info = new(real);
            if (!info.Exists || !_above.Add(real))
                return;

            foreach (FileSystemInfo entry in info.EnumerateFileSystemInfos("*", s_options))
            {
                string path = directory + entry.Name;
                if (Directory.Exists(entry.FullName))
                {
                    if (depth > 0)
                        Into(path + "/", entry.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? entry.FullName, depth - 1);
                }
                else if (pattern.IsMatch(path))
                {
                    Files.Add(path);
                }
            }

            _above.Remove(real);
        }
    }
}
