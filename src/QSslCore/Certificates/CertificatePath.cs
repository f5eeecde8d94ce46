using System.Text;
using System.Text.RegularExpressions;

namespace QSslCore;

/// <summary>Finds the files that a path of <see cref="QSslCertificate.FromPath"/> stands for.</summary>
internal static class CertificatePath
{
    private static readonly TimeSpan s_matchLimit = TimeSpan.FromSeconds(1);

    /// <returns>Files in the order of their names.</returns>
    public static IReadOnlyList<string> Files(string? path, PatternSyntax syntax)
    {
        if (string.IsNullOrEmpty(path))
            return [];

        string normal = OperatingSystem.IsWindows() && syntax != PatternSyntax.RegularExpression ? path.Replace('\\', '/') : path;
        int special = normal.AsSpan().IndexOfAny(SpecialCharacters(syntax));
        if (special < 0)
            return File.Exists(normal) ? [normal] : [];

        // The walk starts where the pattern has nothing special yet, and for a wildcard goes no deeper than it can match.
        int slash = normal.AsSpan(0, special).LastIndexOf('/');
        string start = normal[..(slash + 1)];
        int depth = syntax == PatternSyntax.Wildcard ? normal.AsSpan(slash + 1).Count('/') : int.MaxValue;
        Regex pattern = new(
            $@"\A(?:{(syntax == PatternSyntax.Wildcard ? Translate(normal) : normal)})\z", RegexOptions.CultureInvariant, s_matchLimit);

        List<string> files = [];
        Walk(start, depth, pattern, [], files);
        files.Sort(StringComparer.Ordinal);
        return files;
    }

    private static string SpecialCharacters(PatternSyntax syntax) => syntax switch
    {
        PatternSyntax.Wildcard => "*?[",
        PatternSyntax.RegularExpression => @"$()*+.?[]^{}|\",
        _ => "",
    };

    private static void Walk(string directory, int depth, Regex pattern, HashSet<string> visited, List<string> files)
    {
        DirectoryInfo info = new(directory.Length == 0 ? "." : directory);

        // Links to directories are followed, so a directory can come up again below itself.
        if (!info.Exists || !visited.Add(info.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? info.FullName))
            return;

        EnumerationOptions options = new() { IgnoreInaccessible = true, AttributesToSkip = 0 };
        foreach (FileSystemInfo entry in info.EnumerateFileSystemInfos("*", options))
        {
            string path = directory + entry.Name;
            if (Directory.Exists(path))
            {
                if (depth > 0)
                    Walk(path + "/", depth - 1, pattern, visited, files);
            }
            else if (pattern.IsMatch(path))
            {
                files.Add(path);
            }
        }
    }

    private static string Translate(string wildcard)
    {
        StringBuilder pattern = new();
        for (int i = 0; i < wildcard.Length; i++)
        {
            int close = wildcard[i] == '[' ? wildcard.IndexOf(']', Math.Min(i + 2, wildcard.Length)) : -1;
            if (close > 0)
            {
                string members = wildcard[(i + 1)..close];
                bool negated = members[0] is '!' or '^';
                string escaped = (negated ? members[1..] : members).Replace(@"\", @"\\").Replace("[", @"\[").Replace("]", @"\]").Replace("^", @"\^");
                pattern.Append(negated ? "[^/" : "[").Append(escaped).Append(']');
                i = close;
            }
            else
            {
                pattern.Append(wildcard[i] switch { '*' => "[^/]*", '?' => "[^/]", char c => Regex.Escape(c.ToString()) });
            }
        }

        return pattern.ToString();
    }
}
