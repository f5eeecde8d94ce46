using System.Management.Automation;
using QSslCore;

namespace QSslModule;

/// <summary>The report for input that is not a valid target. Without this row the run would look good.</summary>
internal static class TargetRefusal
{
    /// <param name="target">The input.</param>
    /// <param name="record">The reason why it cannot be tested.</param>
    /// <param name="configuration">The configuration that the other targets are tested with.</param>
    public static SslHostReport Report(SslTarget target, ErrorRecord record, QSslConfiguration configuration)
    {
        DateTime now = DateTime.UtcNow;
        string reason = record.ErrorDetails?.Message ?? record.Exception.Message;
        return new()
        {
            Target = target.Failure.Length > 0 ? target.Shown : target.ToString(),
            HostName = target.HostName,
            Port = target.Port,
            StartTls = Told(target, nameof(SslHostReport.StartTls)),
            PeerName = Told(target, nameof(SslHostReport.PeerName)),
            Tags = target.Tags,
            Status = ReportStatus.Critical,
            Reason = [reason],
            Findings = [FindingRules.InvalidTarget.Found(reason)],
            Backend = configuration.Backend.Length > 0 ? configuration.Backend : QSslSocket.ActiveBackend,
            Timestamp = now,
            At = configuration.VerificationTime?.UtcDateTime ?? now,
        };
    }

    private static string Told(SslTarget target, string property) =>
        TargetParser.TextOf(target.Input, property) is { } text ? InputEcho.Of(text) : "";
}
