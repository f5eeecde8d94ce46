using System.Reflection;

namespace QSslModule;

/// <summary>The fields of a report in the details of its page. It shows every field of the table of fields that the page does not show in
/// another place.</summary>
internal static class HtmlFacts
{
    /// <summary>The fields in the rows of the page and in the lists below them.</summary>
    private static readonly HashSet<string> s_elsewhere = new(StringComparer.Ordinal)
    {
        nameof(SslHostReport.Target), nameof(SslHostReport.HostName), nameof(SslHostReport.Port), nameof(SslHostReport.StartTls),
        nameof(SslHostReport.Status), nameof(SslHostReport.Reason), nameof(SslHostReport.Findings), nameof(SslHostReport.Protocol),
        nameof(SslHostReport.DaysLeft), nameof(SslHostReport.Chain), nameof(SslHostReport.VerifiedChain), nameof(SslHostReport.Policy),
        nameof(SslHostReport.PolicyVerdicts), nameof(SslHostReport.Profile),
    };

    /// <summary>Titles that differ from the name of the field.</summary>
    private static readonly Dictionary<string, string> s_titles = new(StringComparer.Ordinal)
    {
        [nameof(SslHostReport.PeerName)] = "Verified as",
        [nameof(SslHostReport.AllAddresses)] = "One of all addresses",
        [nameof(SslHostReport.PSComputerName)] = "Tested from",
        [nameof(SslHostReport.Alpn)] = "ALPN",
        [nameof(SslHostReport.SubjectAlternativeNames)] = "Names",
        [nameof(SslHostReport.NotBefore)] = "Valid from",
        [nameof(SslHostReport.NotAfter)] = "Valid until",
        [nameof(SslHostReport.WarningDays)] = "Days that are a warning",
        [nameof(SslHostReport.CriticalDays)] = "Days that are critical",
        [nameof(SslHostReport.LifetimeUsedPercent)] = "Lifetime over",
        [nameof(SslHostReport.Thumbprint)] = "SHA-256",
        [nameof(SslHostReport.TrustStores)] = "Trust stores",
        [nameof(SslHostReport.TlsaRecords)] = "TLSA records",
        [nameof(SslHostReport.Dane)] = "DANE",
        [nameof(SslHostReport.DaneValidated)] = "TLSA validated",
        [nameof(SslHostReport.ChainFaults)] = "Faults of the chain",
        [nameof(SslHostReport.Stapling)] = "Stapled OCSP",
        [nameof(SslHostReport.ClientCertificate)] = "Client certificate",
        [nameof(SslHostReport.Timings)] = "Times",
        [nameof(SslHostReport.Timestamp)] = "Tested",
        [nameof(SslHostReport.At)] = "Judged for",
    };

    /// <summary>Returns titles and texts in the order of the fields, without fields that have no value.</summary>
    public static IEnumerable<(string Title, string Text)> Of(SslHostReport report) => ReportFields.OfReport
        .Where(field => !s_elsewhere.Contains(field.Name))
        .Select(field => (s_titles.GetValueOrDefault(field.Name, field.Name), TextOf(report, field)))
        .Append(("Chain valid until", FirstEnd(report)))
        .Where(fact => fact.Item2.Length > 0);

    /// <summary>Returns the certificate of the chain that expires first, if it is not the host's own.</summary>
    private static string FirstEnd(SslHostReport report) =>
        report.Chain.Concat(report.VerifiedChain).Where(one => one.NotAfter is not null).MinBy(one => one.NotAfter) is { } first
        && first.NotAfter < report.NotAfter
            ? $"{ReportText.Iso(first.NotAfter)}, the end of {first.Subject}"
            : "";

    private static string TextOf(SslHostReport report, PropertyInfo field) => (field.Name, field.GetValue(report)) switch
    {
        (nameof(SslHostReport.LifetimeUsedPercent), double used) => $"{ReportText.Number(used)} %",
        (nameof(SslHostReport.At), _) when report.At == report.Timestamp => "",
        (_, string text) => text,
        (_, SslReportList<SslReportTrustStore> stores) => stores.ToString(),
        (_, SslTextList texts) => string.Join(", ", texts),
        (_, DateTime time) => ReportText.Iso(time),
        (_, IReadOnlyDictionary<string, string> tags) => string.Join(", ", tags.Select(tag => $"{tag.Key}: {tag.Value}")),
        (_, true) => "yes",
        (_, null or false) => "",
        var (_, value) => $"{value}",
    };
}
