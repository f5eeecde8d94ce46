using System.Globalization;
using System.Management.Automation;
using QSslCore;

namespace QSslModule;

/// <summary>
/// Reads a file of hosts: one host per line, or a table with a heading (.csv, .tsv). A part that cannot be read becomes an unusable target
/// that says where it is. It leads to an error and a report, and the rest of the file is read.
/// </summary>
internal static class HostListFile
{
    /// <summary>Returns the targets of a file, or one unusable target if it has none.</summary>
    /// <param name="file">The full path.</param>
    public static IReadOnlyList<SslTarget> Read(string file)
    {
        if (!FileBytes.TryRead(file, out byte[] bytes, out string failure))
            return [Refused(file, $"cannot be read: {failure}")];
        string text = FileText.Of(bytes);
        if (text.Contains("-----BEGIN ", StringComparison.Ordinal))
            return [Refused(file, "is PEM text, and not a list of hosts")];
        bool isTable = Path.GetExtension(file).ToUpperInvariant() is ".CSV" or ".TSV";
        List<SslTarget> targets = isTable ? OfTable(file, text) : OfLines(file, text);
        return targets.Count > 0 ? targets : [Refused(file, "names no host")];
    }

    /// <summary>Returns the unusable target for a list that cannot be read at all.</summary>
    public static SslTarget Refused(string path, string fault) =>
        SslTarget.UnusableList(path, $"The list of hosts '{InputEcho.OfPath(path)}' {fault}.");

    private static List<SslTarget> OfLines(string file, string text)
    {
        List<SslTarget> targets = [];
        string[] lines = text.ReplaceLineEndings("\n").Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            foreach (SslTarget target in TargetParser.ParseAll(lines[i], isList: true).Where(target => !target.IsNote))
                targets.Add(At(target, file, i + 1));
        }
        return targets;
    }

    private static List<SslTarget> OfTable(string file, string text)
    {
        List<SslTarget> targets = [];
        string[]? columns = null;
        foreach (CsvTable.Row row in CsvTable.Read(text))
        {
            if (columns is null && row.Fault.Length == 0)
            {
                columns = ColumnsOf(row.Cells);
                if (!TargetColumns.NameHosts(columns))
                    return [At(Refused(file, $"has no column of hosts; its heading needs one of {TargetColumns.Words}"), file, row.Line)];
                continue;
            }
            if (columns is null || row.Fault.Length > 0 || row.Cells.Count > columns.Length)
            {
                string fault = columns is not null && row.Fault.Length == 0
                    ? string.Create(CultureInfo.InvariantCulture, $"it has {row.Cells.Count} cells, and the heading has {columns.Length}")
                    : row.Fault;
                targets.Add(At(SslTarget.Unusable(file, $"The row is not valid: {fault}."), file, row.Line));
                continue;
            }
            if (row.Cells.Any(cell => cell.Length > 0))
                targets.Add(At(TargetParser.ParseAll(Bag(columns, row.Cells))[0], file, row.Line));
        }
        return targets;
    }

    /// <summary>Returns the names of the columns and makes each of them unique.</summary>
    private static string[] ColumnsOf(IReadOnlyList<string> heading)
    {
        HashSet<string> taken = new(StringComparer.OrdinalIgnoreCase);
        string[] columns = new string[heading.Count];
        for (int i = 0; i < columns.Length; i++)
        {
            string name = heading[i].Length > 0
                ? TargetColumns.Canonical(heading[i])
                : string.Create(CultureInfo.InvariantCulture, $"Column{i + 1}");
            while (!taken.Add(name))
                name += "_";
            columns[i] = name;
        }
        return columns;
    }

    private static PSObject Bag(string[] columns, IReadOnlyList<string> cells)
    {
        PSObject bag = new();
        for (int i = 0; i < cells.Count; i++)
            bag.Properties.Add(new PSNoteProperty(columns[i], cells[i]));
        return bag;
    }

    private static SslTarget At(SslTarget target, string file, int line)
    {
        target.Source = string.Create(CultureInfo.InvariantCulture, $"{InputEcho.OfPath(file)}, line {line}");
        return target;
    }
}
