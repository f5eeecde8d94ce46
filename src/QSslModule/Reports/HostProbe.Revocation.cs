using QSslCore;
using QSslCore.Sockets;

namespace QSslModule;

/// <content>What the issuers say of a host's certificates.</content>
internal sealed partial class HostProbe
{
    private async Task<IEnumerable<SslReportFinding>> CheckRevocationAsync(
        QSslSocket socket, SslHostReport report, IReadOnlyList<QSslError> errors, string? failure, TimeSpan limit, CancellationToken token)
    {
        IReadOnlyList<QSslCertificate> path = [.. socket.VerifiedCertificateChain];
        // Where to ask stands in the certificates: who is not known as good must not send this machine anywhere.
        if (failure is not null || errors.Count > 0 || path.Count == 0)
        {
            report.Revocation = nameof(RevocationStatus.Unknown);
            // A host that is refused anyway has its reason; of one whose errors are accepted, this is left open.
            return failure is not null || !errors.All(limits.IsAccepted)
                ? []
                : [RevocationUnknown("Whether the certificate was revoked was not asked: its path was not verified, and a host that is not "
                    + "known as good must not say where to ask")];
        }
        // The host need not wait meanwhile.
        socket.DisconnectFromHost();
        TimeSpan left = limit == Timeout.InfiniteTimeSpan ? limit : limit - _watch.Elapsed - Lookup;
        TimeSpan started = _watch.Elapsed;
        RevocationVerdict verdict = await RevocationCheck.RunAsync(path, left > TimeSpan.Zero || left == limit
            ? left
            : TimeSpan.Zero, token).ConfigureAwait(false);
        report.Timings.Revocation = Milliseconds(_watch.Elapsed - started);
        report.Timings.Total = Milliseconds(_watch.Elapsed + Lookup);
        report.Revocation = verdict.Status.ToString();
        return verdict.Status switch
        {
            RevocationStatus.Good => [],
            RevocationStatus.Revoked => [new() { Code = nameof(SslErrorCode.CertificateRevoked), Severity = ReportStatus.Critical,
                Message = verdict.Reason }],
            _ => [RevocationUnknown(verdict.Reason)],
        };
    }

    private static SslReportFinding RevocationUnknown(string reason) =>
        FindingRules.RevocationUnknown.Found(reason);
}
