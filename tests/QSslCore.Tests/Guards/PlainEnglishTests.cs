using System.Text.RegularExpressions;
using QSslCore.Tests.Support;

namespace QSslCore.Tests.Guards;

/// <summary>The words and the widths that docs/style.md rules out do not come back.</summary>
public sealed partial class PlainEnglishTests
{
    private const int MaxLines = 250;
    private const int MaxColumns = 140;

    /// <summary>The pages that quote the words.</summary>
    private static readonly string[] s_quoting = ["style.md", "0006-plain-english.md", "THIRD-PARTY-NOTICES.md"];

    [Fact]
    public void Text_names_its_subject()
    {
        IEnumerable<string> texts = [.. Repository.Files("src", "*.cs"), .. Repository.Files("src", "*.ps1xml"),
            .. Repository.Files("docs", "*.md"), .. Repository.Files("docs", "*.txt"), .. Repository.Files("docs", "*.xml"),
            .. Repository.Files("", "*.md", isDeep: false)];
        List<string> found = [];
        foreach (string file in texts.Where(f => !s_quoting.Contains(Path.GetFileName(f))))
        {
            int number = 0;
            foreach (string line in File.ReadLines(file))
            {
                number++;
                if (OddWord().Match(line) is { Success: true } word)
                    found.Add($"{Path.GetRelativePath(Repository.Root, file)}:{number}: {word.Value}");
            }
        }
        Assert.True(found.Count == 0, $"{found.Count}:\n{string.Join('\n', found.Take(50))}");
    }

    [Fact]
    public void Source_files_are_small_and_their_lines_short()
    {
        List<string> found = [];
        string[] sources = [.. Repository.Files("src", "*.cs")];
        string[] others =
        [
            .. ((string[])["tests", "examples", "bench"]).SelectMany(folder => Repository.Files(folder, "*.cs")),
            .. ((string[])["tests", "examples", "bench", "tools"]).SelectMany(folder => Repository.Files(folder, "*.ps1")),
            .. Repository.Files("tools", "*.psm1"), .. Repository.Files("", "*.ps1", isDeep: false),
        ];
        foreach (string file in sources.Concat(others))
        {
            string[] lines = File.ReadAllLines(file);
            string name = Path.GetRelativePath(Repository.Root, file);
            if (lines.Length > MaxLines && sources.Contains(file))
                found.Add($"{name} has {lines.Length} lines");
            found.AddRange(lines.Index().Where(line => line.Item.Length > MaxColumns)
                .Select(line => $"{name}:{line.Index + 1} has {line.Item.Length} columns"));
        }
        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    [Fact]
    public void Messages_say_what_is_not_valid_and_comments_use_the_known_tags()
    {
        List<string> found = [];
        foreach (string file in Repository.Files("src", "*.cs"))
        {
            string name = Path.GetRelativePath(Repository.Root, file);
            found.AddRange(File.ReadLines(file).Index()
                .Where(line => line.Item.TrimStart().StartsWith("//", StringComparison.Ordinal)
                    ? line.Item.Contains("<content>", StringComparison.Ordinal)
                    : OddDenial().IsMatch(line.Item))
                .Select(line => $"{name}:{line.Index + 1}: {line.Item.Trim()}"));
        }
        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    /// <summary>"'x' is no pin" within a text; "there is no x" and "no longer" are plain.</summary>
    [GeneratedRegex("\".*(?<!there )\\b(is|are|was|were) no (?!longer\\b|more\\b)[a-z]", RegexOptions.IgnoreCase)]
    private static partial Regex OddDenial();

    [GeneratedRegex(@"\b(whoever|nobody|somebody|anybody|whom|everybody)\b", RegexOptions.IgnoreCase)]
    private static partial Regex OddWord();
}
