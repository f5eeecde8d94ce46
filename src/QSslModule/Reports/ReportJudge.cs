using System.Globalization;
using QSslCore;

namespace QSslModule;

/// <summary>Fills a report with what is known of a peer, and gives it its status.</summary>
internal static class ReportJudge
{
    /// <summary>Writes down what the peer has shown.</summary>
    public static void Describe(SslHostReport report, IReadOnlyList<QSslCertificate> sent, IReadOnlyList<QSslCertificate> verified, IReadOnlyList<QSslError> errors)
    {
        DateTimeOffset now = new(report.At, TimeSpan.Zero);
        report.Chain = [.. sent.Select(c => new SslReportCertificate(c, now))];
        report.VerifiedChain = [.. verified.Select(c => new SslReportCertificate(c, now))];
        report.Errors = [.. errors.Select(e => e.Error.ToString()).Distinct()];
        report.ChainFaults = [.. FaultsOf(sent, verified, errors)];
        if (sent.Count == 0)
            return;
        QSslCertificate own = sent[0];
        report.Subject = own.Subject;
        report.SubjectAlternativeNames = [.. own.SubjectAlternativeNames.Select(n => n.Value)];
        report.Issuer = own.Issuer;
        report.Key = own.KeyDescription;
        report.Signature = own.SignatureAlgorithm;
        report.NotBefore = report.Chain[0].NotBefore;
        report.NotAfter = report.Chain[0].NotAfter;
        report.DaysLeft = report.Chain[0].DaysLeft;
        report.Thumbprint = own.Sha256Thumbprint;
        report.Pin = own.SpkiPin;
        report.LifetimeUsedPercent = own.LifetimeUsedPercentAt(now);
    }

    /// <summary>Status and reasons of a host that answered.</summary>
    /// <param name="report">Described already.</param>
    /// <param name="errors">What is wrong with the identity.</param>
    /// <param name="failure">Why there was no encrypted connection; null when there was, or when the identity is the reason.</param>
    /// <param name="limits">What to judge by.</param>
    /// <param name="more">What was found beside the connection.</param>
    public static void Judge(
        SslHostReport report, IReadOnlyList<QSslError> errors, string? failure, ReportLimits limits, IReadOnlyList<SslReportFinding> more)
    {
        List<SslReportFinding> findings = [.. more];
        void Add(bool isCritical, string code, string message) =>
            findings.Add(new() { Code = code, Severity = isCritical ? ReportStatus.Critical : ReportStatus.Warning, Message = message });

        foreach (QSslError error in errors.Where(e => !limits.IsAccepted(e)).DistinctBy(e => e.ErrorString))
            Add(true, error.Error.ToString(), error.ErrorString);
        if (failure is not null)
            Add(true, report.StartTls.Length > 0 && report.Timings.StartTls is null ? "StartTlsFailed" : "HandshakeFailed", failure);
        if (limits.Pins.Count > 0 && report.Chain.Length > 0 && !report.Chain.Any(c => limits.Pins.Contains(c.Pin)))
            Add(true, "PinMismatch", $"None of the public keys is pinned; the host's is {report.Pin}");
        foreach (SslReportCertificate certificate in report.Chain)
        {
            if (certificate.DaysLeft is >= 0 and int days && days <= Math.Max(limits.CriticalDays, limits.WarningDays))
                Add(days <= limits.CriticalDays, "ExpiresSoon", string.Create(CultureInfo.InvariantCulture, $"{certificate.Subject} expires in {days} days"));
        }
        if (report.LifetimeUsedPercent is { } used && (used >= limits.CriticalPercent || used >= limits.WarningPercent))
        {
            Add(used >= limits.CriticalPercent, "LifetimeUsed",
                string.Create(CultureInfo.InvariantCulture, $"{used:0.#} percent of the certificate's lifetime are over"));
        }
        foreach (string fault in report.ChainFaults)
        {
            Add(false, fault, fault switch
            {
                "MissingIntermediate" => "The host does not send a certificate between its own and the root",
                "WrongOrder" => "The host sends its certificates in the wrong order",
                _ => "The host sends a certificate that does not belong to its chain",
            });
        }
        bool anyCritical = findings.Any(f => f.Severity == ReportStatus.Critical);
        Conclude(report, anyCritical ? ReportStatus.Critical : findings.Count > 0 ? ReportStatus.Warning : ReportStatus.Ok, findings);
    }

    /// <summary>Nobody answered there.</summary>
    public static void Miss(SslHostReport report, string reason) => Conclude(
        report, ReportStatus.Unreachable, [new() { Code = ReportStatus.Unreachable, Severity = ReportStatus.Critical, Message = reason }]);

    private static void Conclude(SslHostReport report, string status, IEnumerable<SslReportFinding> findings)
    {
        report.Status = status;
        report.Findings = [.. findings.OrderBy(f => f.Severity == ReportStatus.Critical ? 0 : 1)];
        report.Reason = [.. report.Findings.Select(f => f.Message)];
    }

    private static IEnumerable<string> FaultsOf(IReadOnlyList<QSslCertificate> sent, IReadOnlyList<QSslCertificate> verified, IReadOnlyList<QSslError> errors)
    {
        QSslCertificate? last = sent.Count > 0 ? sent[^1] : null;
        if (last is { IsSelfSigned: false } && errors.Any(e => e.Error is SslErrorCode.UnableToGetLocalIssuerCertificate or SslErrorCode.UnableToVerifyFirstCertificate)
            && sent.Count == 1)
            yield return "MissingIntermediate";
        bool inOrder = true;
        for (int i = 1; i < sent.Count && inOrder; i++)
            inOrder = sent[i - 1].Issuer == sent[i].Subject;
        if (inOrder)
            yield break;
        // Each has its place in the path, or issued one of the others: only the order is wrong.
        yield return sent.Skip(1).All(c => verified.Contains(c) || sent.Any(other => !ReferenceEquals(other, c) && other.Issuer == c.Subject)) ? "WrongOrder" : "ExtraCertificate";
    }
}
