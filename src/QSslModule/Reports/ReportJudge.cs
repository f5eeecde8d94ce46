using System.Globalization;
using QSslCore;

namespace QSslModule;

/// <summary>Fills a report with what is known of a peer, and gives it its status.</summary>
internal static class ReportJudge
{
    private const string Warning = "Warning";
    private const string Critical = "Critical";
    private const string Unreachable = "Unreachable";

    /// <summary>Writes down what the peer has shown.</summary>
    public static void Describe(SslHostReport report, IReadOnlyList<QSslCertificate> sent, IReadOnlyList<QSslCertificate> verified, IReadOnlyList<QSslError> errors)
    {
        DateTimeOffset now = new(report.Timestamp, TimeSpan.Zero);
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
        report.Pin = own.SpkiPin;
        report.LifetimeUsedPercent = own.LifetimeUsedPercentAt(now);
    }

    /// <summary>Status and reasons of a host that answered.</summary>
    /// <param name="report">Described already.</param>
    /// <param name="errors">What is wrong with the identity.</param>
    /// <param name="failure">Why there was no encrypted connection; null when there was, or when the identity is the reason.</param>
    /// <param name="limits">What to judge by.</param>
    public static void Judge(SslHostReport report, IReadOnlyList<QSslError> errors, string? failure, ReportLimits limits)
    {
        List<string> critical = [], warning = [];
        critical.AddRange(errors.Where(e => !limits.IsAccepted(e)).Select(e => e.ErrorString).Distinct());
        if (failure is not null)
            critical.Add(failure);
        if (limits.Pins.Count > 0 && report.Chain.Length > 0 && !report.Chain.Any(c => limits.Pins.Contains(c.Pin)))
            critical.Add($"None of the public keys is pinned; the host's is {report.Pin}");
        foreach (SslReportCertificate certificate in report.Chain)
        {
            if (certificate.DaysLeft is not (>= 0 and int days))
                continue;
            string text = string.Create(CultureInfo.InvariantCulture, $"{certificate.Subject} expires in {days} days");
            if (days <= limits.CriticalDays)
                critical.Add(text);
            else if (days <= limits.WarningDays)
                warning.Add(text);
        }
        if (report.LifetimeUsedPercent is { } used)
        {
            string text = string.Create(CultureInfo.InvariantCulture, $"{used:0.#} percent of the certificate's lifetime are over");
            if (used >= limits.CriticalPercent)
                critical.Add(text);
            else if (used >= limits.WarningPercent)
                warning.Add(text);
        }
        warning.AddRange(report.ChainFaults.Select(fault => fault switch
        {
            "MissingIntermediate" => "The host does not send a certificate between its own and the root",
            "WrongOrder" => "The host sends its certificates in the wrong order",
            _ => "The host sends a certificate that does not belong to its chain",
        }));
        report.Status = critical.Count > 0 ? Critical : warning.Count > 0 ? Warning : "Ok";
        report.Reason = [.. critical, .. warning];
    }

    /// <summary>Nobody answered there.</summary>
    public static void Miss(SslHostReport report, string reason)
    {
        report.Status = Unreachable;
        report.Reason = [reason];
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
