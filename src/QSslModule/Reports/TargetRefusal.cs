using System.Management.Automation;
using QSslCore;

namespace QSslModule;

/// <summary>The report of what is no target: a host that could not be looked at is not good, and a run without its row would be.</summary>
internal static class TargetRefusal
{
    /// <param name="target">What was given.</param>
    /// <param name="record">Why it cannot be tested.</param>
    /// <param name="configuration">What the others are tested with.</param>
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
