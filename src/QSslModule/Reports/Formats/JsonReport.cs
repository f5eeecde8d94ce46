using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace QSslModule;

/// <summary>
/// Writes an array with all properties of each report, always in the same order and under their PowerShell names. ConvertFrom-Json
/// restores a report from it. Times are ISO 8601 in UTC.
/// </summary>
internal sealed class JsonReport : IReportWriter
{
    private static readonly JsonSerializerOptions s_options = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        // Letters of all scripts stay readable. Characters with a meaning in HTML are still escaped.
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    };

    public string Write(ReportSet set) => JsonSerializer.Serialize(set.Rows, s_options);
}
