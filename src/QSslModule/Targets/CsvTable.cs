using System.Text;

namespace QSslModule;

/// <summary>
/// Reads the records of a text table (RFC 4180), each with the number of its first line. Empty lines and lines that begin with # are
/// skipped. An error ends only its own record, and the reader continues with the next line.
/// </summary>
internal static class CsvTable
{
    /// <summary>The maximum number of lines in a cell. A cell with more lines has lost its closing quotation mark.</summary>
    private const int MaxLines = 100;

    /// <summary>A record of a table.</summary>
    /// <param name="Line">The number of its first line, from 1.</param>
    /// <param name="Cells">Its cells, without blanks around them.</param>
    /// <param name="Fault">The error in the record; empty for none.</param>
    internal sealed record Row(int Line, IReadOnlyList<string> Cells, string Fault = "");

    /// <summary>Returns the records, the heading first.</summary>
    public static IEnumerable<Row> Read(string text)
    {
        string[] lines = text.ReplaceLineEndings("\n").Split('\n');
        char? delimiter = null;
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i].Trim();
            if (line.Length == 0 || line[0] == '#')
                continue;
            // Spreadsheets write and understand a first line such as: sep=;
            if (delimiter is null && line.Length == 5 && line.StartsWith("sep=", StringComparison.OrdinalIgnoreCase))
            {
                delimiter = line[4];
                continue;
            }
            delimiter ??= DelimiterOf(line);
            Row row = Parse(lines, i, delimiter.Value, out int last);
            yield return row;
            i = last;
        }
    }

    /// <summary>Returns the delimiter that occurs most often in the heading: a comma, a semicolon or a tab.</summary>
    private static char DelimiterOf(string heading)
    {
        const string Delimiters = ",;\t";
        int[] counts = new int[Delimiters.Length];
        bool isQuoted = false;
        foreach (char c in heading)
        {
            int which = Delimiters.IndexOf(c, StringComparison.Ordinal);
            if (c == '"')
                isQuoted = !isQuoted;
            else if (!isQuoted && which >= 0)
                counts[which]++;
        }
        return Delimiters[Array.IndexOf(counts, counts.Max())];
    }

    private static Row Parse(string[] lines, int first, char delimiter, out int last)
    {
        List<string> cells = [];
        StringBuilder cell = new();
        last = first;
        string line = lines[first];
        int i = 0;
        while (true)
        {
            cell.Clear();
            while (i < line.Length && line[i] is ' ' or '\t' && line[i] != delimiter)
                i++;
            if (i < line.Length && line[i] == '"')
            {
                i++;
                while (true)
                {
                    if (i >= line.Length)
                    {
                        if (last + 1 >= lines.Length || last + 1 - first >= MaxLines)
                        {
                            last = first;
                            return new(first + 1, cells, "a quotation mark is not closed");
                        }
                        cell.Append('\n');
                        (line, i) = (lines[++last], 0);
                    }
                    else if (line[i] != '"')
                    {
                        cell.Append(line[i++]);
                    }
                    else if (i + 1 < line.Length && line[i + 1] == '"')
                    {
                        cell.Append('"');
                        i += 2;
                    }
                    else
                    {
                        i++;
                        break;
                    }
                }
                while (i < line.Length && line[i] != delimiter && char.IsWhiteSpace(line[i]))
                    i++;
                if (i < line.Length && line[i] != delimiter)
                {
                    last = first;
                    return new(first + 1, cells, "text follows a closing quotation mark");
                }
            }
            else
            {
                int end = line.IndexOf(delimiter, i);
                end = end < 0 ? line.Length : end;
                cell.Append(line.AsSpan(i, end - i));
                i = end;
            }
            cells.Add(cell.ToString().Trim());
            if (i >= line.Length)
                return new(first + 1, cells);
            i++;
        }
    }
}
