using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace QSslModule;

/// <summary>
/// An array with all properties of each report, always, in one order, under the names they have in PowerShell: what
/// ConvertFrom-Json reads is a report again. Moments are ISO 8601 in UTC.
/// </summary>
internal sealed class JsonReport : IReportWriter
{
    private static readonly JsonSerializerOptions s_options = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        // Letters of all scripts stay readable; what means something to HTML is still escaped.
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    };

    public string Write(ReportSet set) => JsonSerializer.Serialize(set.Rows, s_options);
}
