using QSslCore.Tests.Support;

namespace QSslCore.Tests.Guards;

/// <summary>One member of Qt and what became of it here.</summary>
internal sealed record ParityRow(string Class, string Member, string Kind, string Area, string Status, string Reason, string Test)
{
    public bool IsDone => Status == ParityList.Done;
}

/// <summary>The list of Qt's public members, <c>docs/qt-members.tsv</c>.</summary>
internal sealed class ParityList
{
    public const string Done = "done";
    public const string Open = "open";
    public const string None = "none";

    /// <summary>The area of what no part of the project will ever deliver.</summary>
    public const string Never = "never";

    public const string Header = "member\tkind\tarea\tstatus\treason\ttest";

    public static readonly string[] Statuses = [Done, Open, None];

    public static readonly string[] Areas = ["socket", "values", "tls", "backends", Never];

    public static readonly string[] Kinds = ["enum", "constructor", "method", "static", "signal", "operator", "protected"];

    private ParityList(IReadOnlyList<ParityRow> rows) => Rows = rows;

    public IReadOnlyList<ParityRow> Rows { get; }

    /// <summary>The names of Qt's classes, in the order of the list.</summary>
    public IEnumerable<string> Classes => Rows.Select(row => row.Class).Distinct();

    public static ParityList Load() => Parse(File.ReadAllText(Path.Combine(Repository.Root, "docs", "qt-members.tsv")));

    public static ParityList Parse(string text)
    {
        string[] lines = text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
        if (lines[0] != Header)
            throw new FormatException("The header of the list is not the one expected.");

        // An enum outside of all classes, such as QDtlsError, belongs to the class that comes after it.
        List<ParityRow> rows = [];
        string following = "";
        for (int i = lines.Length - 1; i > 0; i--)
        {
            string[] cells = lines[i].Split('\t');
            if (cells.Length != 6)
                throw new FormatException($"Line {i + 1} has {cells.Length} columns.");
            int colons = cells[0].IndexOf("::", StringComparison.Ordinal);
            following = colons < 0 ? following : cells[0][..colons];
            rows.Add(new(following, cells[0], cells[1], cells[2], cells[3], cells[4], cells[5]));
        }

        rows.Reverse();
        return new(rows);
    }
}
