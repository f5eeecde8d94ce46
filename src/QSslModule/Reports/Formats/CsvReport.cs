using System.Globalization;
using System.Text;

namespace QSslModule;

/// <summary>
/// RFC 4180, with a comma whatever the country. Spreadsheets calculate what begins with one of = + - @: such a text gets an
/// apostrophe before it, which they take for "this is text".
/// </summary>
internal sealed class CsvReport : IReportWriter
{
    private static readonly (string Name, Func<SslHostReport, string> Value)[] s_columns =
    [
        ("Target", r => Text(r.Target)),
        ("HostName", r => Text(r.HostName)),
        ("Port", r => Number(r.Port)),
        ("Address", r => Text(r.Address)),
        ("StartTls", r => Text(r.StartTls)),
        ("PeerName", r => Text(r.PeerName)),
        ("Proxy", r => Text(r.Proxy)),
        ("AllAddresses", r => r.AllAddresses.ToString()),
        ("PSComputerName", r => Text(r.PSComputerName)),
        ("Status", r => Text(r.Status)),
        ("Reason", r => Text(string.Join("; ", r.Reason))),
        ("Protocol", r => Text(r.Protocol)),
        ("Cipher", r => Text(r.Cipher)),
        ("Group", r => Text(r.Group)),
        ("Alpn", r => Text(r.Alpn)),
        ("Subject", r => Text(r.Subject)),
        ("SubjectAlternativeNames", r => Text(string.Join(' ', r.SubjectAlternativeNames))),
        ("Issuer", r => Text(r.Issuer)),
        ("Key", r => Text(r.Key)),
        ("Signature", r => Text(r.Signature)),
        ("NotBefore", r => ReportText.Iso(r.NotBefore)),
        ("NotAfter", r => ReportText.Iso(r.NotAfter)),
        ("DaysLeft", r => Number(r.DaysLeft)),
        ("LifetimeUsedPercent", r => Number(r.LifetimeUsedPercent)),
        ("Thumbprint", r => Text(r.Thumbprint)),
        ("Pin", r => Text(r.Pin)),
        ("ChainFaults", r => Text(string.Join(' ', r.ChainFaults))),
        ("Errors", r => Text(string.Join(' ', r.Errors))),
        ("Stapling", r => Text(r.Stapling)),
        ("Revocation", r => Text(r.Revocation)),
        ("ClientCertificate", r => Text(r.ClientCertificate)),
        ("TotalMilliseconds", r => Number(r.Timings.Total)),
        ("Backend", r => Text(r.Backend)),
        ("Timestamp", r => ReportText.Iso(r.Timestamp)),
        ("At", r => ReportText.Iso(r.At)),
    ];

    public string Write(ReportSet set)
    {
        StringBuilder text = new();
        text.AppendJoin(',', s_columns.Select(column => column.Name)).Append("\r\n");
        foreach (SslHostReport report in set.Rows)
            text.AppendJoin(',', s_columns.Select(column => column.Value(report))).Append("\r\n");
        return text.ToString();
    }

    private static string Number(double? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";

    private static string Text(string text)
    {
        // Some programs skip blanks first, and some take the full-width forms for the same signs.
        string start = text.TrimStart().Normalize(NormalizationForm.FormKC);
        if (start.Length > 0 && start[0] is '=' or '+' or '-' or '@')
            text = "'" + text;
        return text.AsSpan().ContainsAny("\",;\t ") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
    }
}
