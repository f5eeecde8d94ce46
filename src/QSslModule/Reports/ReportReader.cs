using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace QSslModule;

/// <summary>
/// Makes reports of reports: live ones, those of Import-Clixml, of ConvertFrom-Json, of a job or a remote session. All of
/// them have the same property names, and nothing else is relied on. Texts are cleaned here, for every format.
/// </summary>
internal static class ReportReader
{
    /// <summary>The report that an object is; null when it is none.</summary>
    public static SslHostReport? Read(object? input)
    {
        if (input is null or string or PSObject { BaseObject: string })
            return null;
        PSObject item = PSObject.AsPSObject(input);
        if (item.Properties["Status"] is null || item.Properties["Target"] is null && item.Properties["HostName"] is null)
            return null;
        string hostName = Text(item, "HostName");
        int port = Number(item, "Port") is { } number and > 0 and <= ushort.MaxValue ? (int)number : SslTarget.NoPort;
        string target = Text(item, "Target") is { Length: > 0 } told ? told : SslTarget.Display(hostName, port);
        if (string.IsNullOrWhiteSpace(target))
            return null;
        // A shortened report has the target alone; that of what was no target has a text that names no host.
        if (hostName.Length == 0 && TargetParser.ParseText(target, target) is { Failure.Length: 0 } parsed)
            (hostName, port) = (parsed.HostName, port == SslTarget.NoPort ? parsed.Port : port);
        string status = Text(item, "Status");
        DateTime timestamp = Time(item, "Timestamp") ?? DateTime.UnixEpoch;
        SslHostReport report = new()
        {
            Target = target,
            HostName = hostName,
            Port = port,
            Address = Text(item, "Address"),
            StartTls = Text(item, "StartTls"),
            PeerName = Text(item, "PeerName"),
            Proxy = Text(item, "Proxy"),
            AllAddresses = Text(item, "AllAddresses").Equals(bool.TrueString, StringComparison.OrdinalIgnoreCase),
            PSComputerName = Text(item, "PSComputerName"),
            Status = Array.Find(ReportStatus.All, known => known.Equals(status, StringComparison.OrdinalIgnoreCase))
                ?? ReportStatus.Unknown,
            Reason = Texts(item, "Reason"),
            Protocol = Text(item, "Protocol"),
            Cipher = Text(item, "Cipher"),
            Group = Text(item, "Group"),
            Alpn = Text(item, "Alpn"),
            Subject = Text(item, "Subject"),
            SubjectAlternativeNames = Texts(item, "SubjectAlternativeNames"),
            Issuer = Text(item, "Issuer"),
            Key = Text(item, "Key"),
            Signature = Text(item, "Signature"),
            NotBefore = Time(item, "NotBefore"),
            NotAfter = Time(item, "NotAfter"),
            DaysLeft = Whole(item, "DaysLeft"),
            LifetimeUsedPercent = Number(item, "LifetimeUsedPercent"),
            Pin = Text(item, "Pin"),
            Chain = [.. Items(item, "Chain").Select(Certificate)],
            VerifiedChain = [.. Items(item, "VerifiedChain").Select(Certificate)],
            ChainFaults = Texts(item, "ChainFaults"),
            Errors = Texts(item, "Errors"),
            Stapling = Text(item, "Stapling"),
            ClientCertificate = Text(item, "ClientCertificate"),
            Revocation = Text(item, "Revocation"),
            Timings = Timings(Value(item, "Timings")),
            Backend = Text(item, "Backend"),
            Timestamp = timestamp,
            At = Time(item, "At") ?? timestamp,
        };
        report.Thumbprint = Text(item, "Thumbprint") is { Length: > 0 } own ? own : report.Chain.FirstOrDefault()?.Thumbprint ?? "";
        report.Findings = [.. Items(item, "Findings").Select(Finding).OfType<SslReportFinding>()];
        Reconcile(report, unread: Items(item, "Findings").Count() - report.Findings.Length);
        return report;
    }

    /// <summary>Lets status and findings say the same: what is wrong counts, whatever the status says beside it.</summary>
    private static void Reconcile(SslHostReport report, int unread)
    {
        string? gravest = report.Findings.Select(finding => finding.Severity).MinBy(ReportStatus.Rank);
        if (report.Status is ReportStatus.Ok or ReportStatus.Warning && gravest is not null
            && ReportStatus.Rank(gravest) < ReportStatus.Rank(report.Status))
            report.Status = gravest;
        else if (report.Status == ReportStatus.Ok && (unread > 0 || report.Reason.Any(reason => reason.Length > 0)))
            report.Status = ReportStatus.Unknown;
        string severity = SeverityOf(report.Status);
        if (report.Status == ReportStatus.Ok || report.Findings.Any(finding =>
            ReportStatus.Rank(finding.Severity) <= ReportStatus.Rank(severity)))
            return;
        // A shortened JSON has the sentences alone, or not even them.
        IEnumerable<string> reasons = report.Reason.Except(report.Findings.Select(finding => finding.Message))
            .DefaultIfEmpty(report.Status);
        report.Findings =
        [
            .. reasons.Select(reason => new SslReportFinding { Code = report.Status, Severity = severity, Message = reason }),
                .. report.Findings,
        ];
    }

    private static SslReportCertificate Certificate(object item)
    {
        // ConvertTo-Json writes what lies too deep as text.
        if (item is string subject)
            return new() { Subject = ReportText.Clean(subject) };
        PSObject bag = PSObject.AsPSObject(item);
        return new()
        {
            Subject = Text(bag, "Subject"),
            Issuer = Text(bag, "Issuer"),
            NotBefore = Time(bag, "NotBefore"),
            NotAfter = Time(bag, "NotAfter"),
            DaysLeft = Whole(bag, "DaysLeft"),
            Key = Text(bag, "Key"),
            Signature = Text(bag, "Signature"),
            Thumbprint = Text(bag, "Thumbprint"),
            Pin = Text(bag, "Pin"),
        };
    }

    private static SslReportFinding? Finding(object item)
    {
        if (item is string)
            return null;
        PSObject bag = PSObject.AsPSObject(item);
        string severity = Text(bag, "Severity").Equals(ReportStatus.Warning, StringComparison.OrdinalIgnoreCase)
            ? ReportStatus.Warning
            : ReportStatus.Critical;
        return Text(bag, "Code") is { Length: > 0 } code
            ? new() { Code = code, Severity = severity, Message = Text(bag, "Message") }
            : null;
    }

    private static SslReportTimings Timings(object? item)
    {
        if (item is null or string)
            return new();
        PSObject bag = PSObject.AsPSObject(item);
        return new()
        {
            Lookup = Number(bag, "Lookup"),
            Connect = Number(bag, "Connect"),
            StartTls = Number(bag, "StartTls"),
            Handshake = Number(bag, "Handshake"),
            Revocation = Number(bag, "Revocation"),
            Total = Number(bag, "Total") ?? 0,
        };
    }

    private static string SeverityOf(string status) => status == ReportStatus.Warning ? ReportStatus.Warning : ReportStatus.Critical;

    private static object? Value(PSObject item, string name)
    {
        try
        {
            return Unwrap(item.Properties[name]?.Value);
        }
        catch (GetValueException)
        {
            return null;
        }
    }

    private static object? Unwrap(object? value) => value is PSObject { BaseObject: not PSCustomObject } wrapped
        ? wrapped.BaseObject
        : value;

    private static IEnumerable<object> Items(PSObject item, string name) => Value(item, name) switch
    {
        null or "" => [],
        IEnumerable many and not string and not IDictionary => many.Cast<object?>().Select(KeepBag).OfType<object>(),
        var one => [one],
    };

    /// <summary>A deserialized object is a wrapper with the properties on it: only texts are taken out of theirs.</summary>
    private static object? KeepBag(object? value) => Unwrap(value) is string text ? text : value;

    private static string[] Texts(PSObject item, string name) => [.. Items(item, name).Select(AsText)];

    private static string Text(PSObject item, string name) => Value(item, name) is { } value ? AsText(value) : "";

    private static string AsText(object value) => ReportText.Clean(Convert.ToString(Unwrap(value), CultureInfo.InvariantCulture) ?? "");

    private static double? Number(PSObject item, string name) =>
        Value(item, name) is { } value and not ""
            && LanguagePrimitives.TryConvertTo(value, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number)
            ? number
            : null;

    private static int? Whole(PSObject item, string name) => Number(item, name) is { } number
        ? (int)Math.Clamp(number, int.MinValue, int.MaxValue)
        : null;

    private static DateTime? Time(PSObject item, string name) => Value(item, name) switch
    {
        DateTime { Kind: DateTimeKind.Local } local => local.ToUniversalTime(),
        DateTime time => DateTime.SpecifyKind(time, DateTimeKind.Utc),
        DateTimeOffset time => time.UtcDateTime,
        string text when DateTime.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out DateTime time) =>
                time,
        _ => null,
    };
}
