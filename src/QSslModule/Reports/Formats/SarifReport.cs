using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Reflection;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace QSslModule;

/// <summary>
/// Writes SARIF 2.1.0 with one result for each finding, at its host. The codes are the rules. If no host was tested or some input was
/// rejected, an additional result says so, because a log without results counts as good.
/// </summary>
internal sealed class SarifReport : IReportWriter
{
    private const string Schema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

    private static readonly JsonWriterOptions s_options = new() { Indented = true, NewLine = "\n",
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public string Write(ReportSet set)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer, s_options))
        {
            json.WriteStartObject();
            json.WriteString("$schema", Schema);
            json.WriteString("version", "2.1.0");
            json.WriteStartArray("runs");
            json.WriteStartObject();
            SslReportFinding? input = OfInput(set);
            string[] rules =
            [
                .. set.Reports.SelectMany(report => report.Findings).Concat(input is null ? [] : [input])
                    .Select(finding => finding.Code).Distinct(StringComparer.Ordinal),
            ];
            WriteTool(json, rules, set);
            json.WriteStartArray("invocations");
            json.WriteStartObject();
            json.WriteBoolean("executionSuccessful", set.IsWhole);
            json.WriteString("endTimeUtc", ReportText.Iso(set.Latest));
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteString("columnKind", "utf16CodeUnits");
            json.WriteStartArray("results");
            foreach (SslHostReport report in set.Reports)
            {
                foreach (SslReportFinding finding in report.Findings)
                {
                    Place place = new(set.NameOf(report), report.HostName, UriOf(report), report.StartTls);
                    WriteResult(json, place, finding, Array.IndexOf(rules, finding.Code));
                }
            }
            if (input is not null)
                WriteResult(json, new("Test-SslHost", "", "Test-SslHost", ""), input, Array.IndexOf(rules, input.Code));
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void WriteTool(Utf8JsonWriter json, string[] rules, ReportSet set)
    {
        json.WriteStartObject("tool");
        json.WriteStartObject("driver");
        json.WriteString("name", "QSslModule");
        json.WriteString("semanticVersion", typeof(
            SarifReport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion);
        json.WriteStartArray("rules");
        foreach (string rule in rules)
        {
            json.WriteStartObject();
            json.WriteString("id", rule);
            json.WriteStartObject("shortDescription");
            json.WriteString("text", set.DescribeRule(rule));
            json.WriteEndObject();
            if (set.AdviceFor(rule) is { } advice)
            {
                json.WriteStartObject("help");
                json.WriteString("text", advice);
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteResult(Utf8JsonWriter json, Place place, SslReportFinding finding, int rule)
    {
        json.WriteStartObject();
        json.WriteString("ruleId", finding.Code);
        json.WriteNumber("ruleIndex", rule);
        json.WriteString("level", finding.Severity == ReportStatus.Warning ? "warning" : "error");
        json.WriteStartObject("message");
        // In SARIF, braces mark placeholders, and a bracket before a parenthesis starts a link.
        json.WriteString("text", $"{place.Name}: {finding.Message}"
            .Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal)
                .Replace("](", "] (", StringComparison.Ordinal));
        json.WriteEndObject();
        json.WriteStartArray("locations");
        json.WriteStartObject();
        json.WriteStartObject("physicalLocation");
        json.WriteStartObject("artifactLocation");
        json.WriteString("uri", place.Uri);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartArray("logicalLocations");
        json.WriteStartObject();
        json.WriteString("name", place.HostName);
        json.WriteString("fullyQualifiedName", place.Name);
        json.WriteString("kind", "host");
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        // A fault of a host must stay the same result tomorrow, although the number of remaining days changes.
        json.WriteStartObject("partialFingerprints");
        json.WriteString("hostAndRule/v1", string.Create(CultureInfo.InvariantCulture, $"{place.Name} {place.StartTls} {finding.Code}"));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>Returns what is wrong with the set itself, or null if it is complete.</summary>
    private static SslReportFinding? OfInput(ReportSet set) => set.IsWhole
        ? null
        : (set.Rejected > 0 ? FindingRules.NotAReport : FindingRules.NothingTested).Found(set.Summary());

    private static string UriOf(SslHostReport report)
    {
        if (report.HostName.Length == 0)
            return $"tls://{Uri.EscapeDataString(report.Target)}";
        bool isV6 = IPAddress.TryParse(report.HostName, out IPAddress? address) && address.AddressFamily == AddressFamily.InterNetworkV6;
        string host = isV6 ? $"[{report.HostName.Replace("%", "%25", StringComparison.Ordinal)}]" : Uri.EscapeDataString(report.HostName);
        return report.Port == SslTarget.NoPort
            ? $"tls://{host}"
            : string.Create(CultureInfo.InvariantCulture, $"tls://{host}:{report.Port}");
    }

    /// <summary>The location of a result.</summary>
    private sealed record Place(string Name, string HostName, string Uri, string StartTls);
}
