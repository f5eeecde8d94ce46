using System.Buffers;
using System.Globalization;
using System.Reflection;
using System.Text;
using QSslCore;

namespace QSslModule;

/// <summary>
/// Writes RFC 4180. The default delimiter is a comma in every culture. Spreadsheets calculate a text that begins with one of = + - @.
/// Such a text therefore gets an apostrophe in front, which marks it as text.
/// </summary>
/// <param name="delimiter">The character between the cells.</param>
internal sealed class CsvReport(char delimiter) : IReportWriter
{
    private static readonly (string Name, Func<SslHostReport, string> Value)[] s_columns =
        [.. ReportFields.OfReport.Where(field => !IsTable(field.PropertyType)).Select(ColumnOf)];

    /// <summary>A text with one of these characters is put into quotation marks: quotation marks and all delimiters.</summary>
    private static readonly SearchValues<char> s_quoted = SearchValues.Create("\",;|\t ");

    public string Write(ReportSet set)
    {
        StringBuilder text = new();
        string[] tags = TargetTags.NamesIn(set.Reports);
        IEnumerable<string> names = s_columns.Select(column => column.Name).Concat(tags.Select(tag => Text(TargetTags.ColumnOf(tag))));
        text.AppendJoin(delimiter, names).Append("\r\n");
        foreach (SslHostReport report in set.Rows)
        {
            IEnumerable<string> told = tags.Select(tag => Text(report.Tags.GetValueOrDefault(tag, "")));
            text.AppendJoin(delimiter, s_columns.Select(column => column.Value(report)).Concat(told)).Append("\r\n");
        }
        return text.ToString();
    }

    /// <summary>A cell cannot contain a table. Tags have columns of their own, and other tables are only in the other formats.</summary>
    private static bool IsTable(Type type) =>
        (type.IsConstructedGenericType && type.GetGenericTypeDefinition() == typeof(SslReportList<>)
            && type != typeof(SslReportList<SslReportTrustStore>))
        || type == typeof(IReadOnlyDictionary<string, string>);

    private static (string Name, Func<SslHostReport, string> Value) ColumnOf(PropertyInfo field) =>
        field.PropertyType == typeof(SslReportTimings)
            ? ("TotalMilliseconds", report => Number(report.Timings.Total))
            : (field.Name, report => Cell(field.GetValue(report), field.Name == nameof(SslHostReport.Reason) ? "; " : " "));

    private static string Cell(object? value, string separator) => value switch
    {
        null => "",
        string text => Text(text),
        SslTextList texts => Text(string.Join(separator, texts)),
        SslReportList<SslReportTrustStore> stores => Text(stores.ToString()),
        DateTime time => ReportText.Iso(time),
        bool flag => flag.ToString(),
        int number => Number(number),
        double number => Number(number),
        SslHostProfile profile => Text(string.Join(", ", ProfileText.Accepted(profile))),
        _ => throw new NotSupportedException($"A cell cannot hold a {value.GetType()}."),
    };

    private static string Number(double? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";

    private static string Text(string text)
    {
        // Some programs skip leading blanks, and some treat the full-width forms as the same signs.
        string start = text.TrimStart().Normalize(NormalizationForm.FormKC);
        if (start.Length > 0 && start[0] is '=' or '+' or '-' or '@')
            text = "'" + text;
        return text.AsSpan().ContainsAny(s_quoted) ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
    }
}
