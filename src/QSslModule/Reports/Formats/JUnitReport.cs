using System.Globalization;
using System.Text;
using System.Xml;

namespace QSslModule;

/// <summary>
/// Writes one test case for each host, which <c>tests</c> counts. A critical host is a failure, and an unreachable host is an error. JUnit
/// has no warnings: a host with a warning passes, and its output contains the text. If no host was tested or some input was rejected, an
/// additional case is an error, because build servers treat a suite without one as a success.
/// </summary>
internal sealed class JUnitReport : IReportWriter
{
    private const string SuiteName = "Test-SslHost";

    public string Write(ReportSet set)
    {
        StringBuilder text = new();
        using (Utf8Writer output = new(text))
        using (XmlWriter xml = XmlWriter.Create(output, new XmlWriterSettings { Indent = true, NewLineChars = "\n" }))
        {
            xml.WriteStartElement("testsuites");
            WriteCounts(xml, set);
            xml.WriteStartElement("testsuite");
            WriteCounts(xml, set);
            xml.WriteAttributeString("skipped", "0");
            xml.WriteAttributeString("timestamp", set.Latest.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture));
            foreach (SslHostReport report in set.Reports)
                WriteCase(xml, set, report);
            if (!set.IsWhole)
                WriteInput(xml, set);
            xml.WriteEndElement();
            xml.WriteEndElement();
        }
        return text.Append('\n').ToString();
    }

    private static void WriteCounts(XmlWriter xml, ReportSet set)
    {
        xml.WriteAttributeString("name", SuiteName);
        xml.WriteAttributeString("tests", ReportText.Number(set.Reports.Count));
        xml.WriteAttributeString("failures", ReportText.Number(set.Count(ReportStatus.Critical)));
        int errors = set.Count(ReportStatus.Unreachable) + set.Count(ReportStatus.Unknown) + (set.IsWhole ? 0 : 1);
        xml.WriteAttributeString("errors", ReportText.Number(errors));
        xml.WriteAttributeString("time", Seconds(set.Reports.Sum(report => report.Timings.Total)));
    }

    private static void WriteCase(XmlWriter xml, ReportSet set, SslHostReport report)
    {
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("name", set.NameOf(report));
        xml.WriteAttributeString("classname", SuiteName);
        xml.WriteAttributeString("time", Seconds(report.Timings.Total));
        if (report.Tags.Count > 0)
            WriteTags(xml, report.Tags);
        string? outcome = report.Status switch
        {
            ReportStatus.Critical => "failure",
            ReportStatus.Unreachable or ReportStatus.Unknown => "error",
            _ => null,
        };
        if (outcome is not null)
        {
            WriteOutcome(
                xml, outcome, report.Reason.FirstOrDefault() ?? report.Status, report.Findings.FirstOrDefault()?.Code ?? report.Status,
                string.Join('\n', report.Reason));
        }
        xml.WriteElementString("system-out", string.Join('\n', Lines(report)));
        xml.WriteEndElement();
    }

    private static void WriteTags(XmlWriter xml, IReadOnlyDictionary<string, string> tags)
    {
        xml.WriteStartElement("properties");
        foreach ((string name, string value) in tags)
        {
            xml.WriteStartElement("property");
            xml.WriteAttributeString("name", name);
            xml.WriteAttributeString("value", value);
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
    }

    private static void WriteInput(XmlWriter xml, ReportSet set)
    {
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("name", ReportSet.InputName);
        xml.WriteAttributeString("classname", SuiteName);
        xml.WriteAttributeString("time", "0");
        WriteOutcome(xml, "error", set.Summary(), (set.Rejected > 0 ? FindingRules.NotAReport : FindingRules.NothingTested).Code, "");
        xml.WriteEndElement();
    }

    private static void WriteOutcome(XmlWriter xml, string outcome, string message, string type, string text)
    {
        xml.WriteStartElement(outcome);
        xml.WriteAttributeString("message", message);
        xml.WriteAttributeString("type", type);
        xml.WriteString(text);
        xml.WriteEndElement();
    }

    private static IEnumerable<string> Lines(SslHostReport report)
    {
        foreach (SslReportFinding finding in report.Findings.Where(finding => finding.Severity == ReportStatus.Warning))
            yield return $"{finding.Severity}: {finding.Message}";
        if (report.Protocol.Length > 0)
            yield return $"{ReportText.Protocol(report.Protocol)}, {report.Cipher}";
        if (report.Subject.Length > 0)
            yield return $"{report.Subject}, issued by {report.Issuer}, until {ReportText.Iso(report.NotAfter)}";
        if (report.Policy.Length > 0)
            yield return $"{report.Policy}: {ProfileText.Verdicts(report)}";
        if (report.Profile is { Failure.Length: 0 } profile)
            yield return $"Accepts {string.Join(", ", ProfileText.Accepted(profile))}";
    }

    private static string Seconds(double milliseconds) => (milliseconds / 1000).ToString("0.####", CultureInfo.InvariantCulture);

    /// <summary>The text becomes a file in UTF-8, and its first line must say so.</summary>
    private sealed class Utf8Writer(StringBuilder text) : StringWriter(text, CultureInfo.InvariantCulture)
    {
        public override Encoding Encoding => Encoding.UTF8;
    }
}
