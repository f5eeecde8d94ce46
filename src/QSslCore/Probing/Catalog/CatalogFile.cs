using System.Globalization;
using System.Reflection;

namespace QSslCore.Probing.Catalog;

/// <summary>The tables of code points, which are embedded as text: a row a line, its columns separated by tabs.</summary>
internal static class CatalogFile
{
    /// <summary>The rows of a table, each with as many columns as the table has; comments are left out.</summary>
    /// <param name="name">The name of the file.</param>
    /// <param name="columns">How many columns; the last ones may be missing in a row.</param>
    public static IEnumerable<string[]> Read(string name, int columns)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"Probing.{name}")
            ?? throw new InvalidOperationException($"The table {name} is not embedded.");
        using StreamReader reader = new(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[0] == '#')
                continue;
            string[] row = line.Split('\t');
            if (row.Length < columns)
                Array.Resize(ref row, columns);
            for (int i = 0; i < row.Length; i++)
                row[i] ??= "";
            yield return row;
        }
    }

    /// <summary>A number in hexadecimal.</summary>
    public static int Hex(string text) => int.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    /// <summary>A decimal number.</summary>
    public static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
