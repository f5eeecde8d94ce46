using System.Globalization;
using QSslCore;

namespace QSslModule;

/// <summary>Fills a report with the facts about a peer and sets its status.</summary>
internal static class ReportJudge
{
    /// <summary>Errors of a path in which every signature is valid.</summary>
    private static readonly SslErrorCode[] s_signedAllTheSame =
    [
        SslErrorCode.HostNameMismatch, SslErrorCode.CertificateExpired, SslErrorCode.CertificateNotYetValid,
            SslErrorCode.SelfSignedCertificate,
        SslErrorCode.SelfSignedCertificateInChain, SslErrorCode.UnableToGetLocalIssuerCertificate,
            SslErrorCode.UnableToVerifyFirstCertificate,
    ];

    /// <summary>Fills the report with what the peer has sent.</summary>
    public static void Describe(SslHostReport report, HostCheckResult result)
    {
        (IReadOnlyList<QSslCertificate> sent, IReadOnlyList<QSslCertificate> verified) =
            (result.PeerCertificateChain, result.VerifiedCertificateChain);
        DateTimeOffset now = new(report.At, TimeSpan.Zero);
        report.Chain = [.. sent.Select(c => new SslReportCertificate(c, now))];
        report.VerifiedChain = [.. verified.Select(c => new SslReportCertificate(c, now))];
        report.Errors = [.. result.Errors.Select(e => e.Error.ToString()).Distinct()];
        report.ChainFaults = [.. FaultsOf(sent, verified, result.Errors)];
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

    /// <summary>Sets the status and the reasons of a host that answered.</summary>
    /// <param name="report">A report that <see cref="Describe"/> has filled.</param>
    /// <param name="result">The result of the check.</param>
    /// <param name="limits">The limits to judge by.</param>
    /// <param name="more">Findings from other sources than the connection.</param>
    public static void Judge(SslHostReport report, HostCheckResult result, ReportLimits limits, IReadOnlyList<SslReportFinding> more)
    {
        IReadOnlyList<QSslError> errors = result.Errors;
        (report.WarningDays, report.CriticalDays) = (limits.Expiry.WarningDays, limits.Expiry.CriticalDays);
        List<SslReportFinding> findings = [.. more];
        // Weak keys and signatures are already among the findings, which name the certificate.
        bool IsToldAlready(QSslError error) => CertificateJudge.IsOfStrength(error) && more.Any(f => f.Code == error.Error.ToString());
        // A validated TLSA record stands for the host in another way.
        bool IsExcused(QSslError error) => limits.IsAccepted(error) || DaneVerification.Excuses(result.Dane, error);
        foreach (QSslError error in errors.Where(e => !IsExcused(e) && !IsToldAlready(e)).DistinctBy(e => e.ErrorString))
            findings.Add(new() { Code = error.Error.ToString(), Severity = ReportStatus.Critical, Message = error.ErrorString });
        // If the identity was refused, its errors are the reason.
        if (result.Outcome is HostCheckOutcome.StartTlsFailed or HostCheckOutcome.HandshakeFailed)
        {
            bool isBeforeTls = result.Outcome == HostCheckOutcome.StartTlsFailed;
            string why = report.Explanation.Length > 0 ? $"{result.Failure.TrimEnd('.')}. {report.Explanation}"
                : result.ClientCertificate == ClientCertificateAnswer.Missed
                    ? $"{result.Failure.TrimEnd('.')}: give one with -Certificate and -Key"
                    : result.Failure;
            findings.Add((isBeforeTls ? FindingRules.StartTlsFailed : FindingRules.HandshakeFailed).Found(why));
        }
        if (limits.Pins.Count > 0 && report.Chain.Length > 0 && !ProvedKeys(report, errors).Any(limits.Pins.Contains))
            findings.Add(FindingRules.PinMismatch.Found($"None of the public keys is pinned; the host's is {report.Pin}"));
        // A host with a pre-shared key is accepted without any certificate.
        if (limits.Pins.Count > 0 && report.Chain.Length == 0 && result.Outcome == HostCheckOutcome.Encrypted)
            findings.Add(FindingRules.PinMismatch.Found("The host shows no certificate, and so none of the pinned public keys"));
        foreach (SslReportCertificate certificate in report.Chain.Concat(report.VerifiedChain).DistinctBy(c => c.Thumbprint))
        {
            bool isJudged = certificate.Thumbprint == report.Thumbprint;
            int? warning = limits.Expiry.WarningDays;
            int? critical = isJudged ? limits.Expiry.CriticalDays : limits.Expiry.IssuerCriticalDays;
            if (certificate.DaysLeft is >= 0 and int days && (days <= critical || days <= warning))
                findings.Add(FindingRules.ExpiresSoon.Found(days <= critical, $"{certificate.Subject} expires in {Words(days)}"));
        }
        // The path that was built here leaves this certificate out. Other clients build the path through it and fail.
        foreach (SslReportCertificate certificate in report.Chain.Skip(1)
            .Where(c => c.DaysLeft < 0 && report.VerifiedChain.All(v => v.Thumbprint != c.Thumbprint)))
            findings.Add(FindingRules.ExpiredInChain.Found(
                $"{certificate.Subject}, which the host sends along, has expired: clients that use it refuse the host"));
        if (report.LifetimeUsedPercent is { } used && (used >= limits.Expiry.CriticalPercent || used >= limits.Expiry.WarningPercent))
        {
            findings.Add(FindingRules.LifetimeUsed.Found(used >= limits.Expiry.CriticalPercent,
                string.Create(CultureInfo.InvariantCulture, $"{used:0.#} percent of the certificate's lifetime are over")));
        }
        // Which one it is was found out already, with -FetchIntermediate.
        foreach (string fault in report.ChainFaults.Where(fault => more.All(f => f.Code != fault)))
        {
            findings.Add(fault switch
            {
                nameof(FindingRules.MissingIntermediate) => FindingRules.MissingIntermediate.Found(report.VerifiedChain.Length > 2
                    ? "The host does not send a certificate between its own and the root, which is known here and not everywhere"
                    : "The host sends no certificate but its own, and its issuer is not known here: one between it and the root may be "
                        + "missing"),
                nameof(FindingRules.WrongOrder) => FindingRules.WrongOrder.Found(FindingRules.WrongOrder.Words.TrimEnd('.')),
                _ => FindingRules.ExtraCertificate.Found(
                    result.PeerCertificateChain.GroupBy(one => one).FirstOrDefault(same => same.Count() > 1) is { } twice
                        ? $"The host sends '{twice.Key.Subject}' more than once"
                        : FindingRules.ExtraCertificate.Words.TrimEnd('.')),
            });
        }
        bool anyCritical = findings.Any(f => f.Severity == ReportStatus.Critical);
        Conclude(report, anyCritical ? ReportStatus.Critical : findings.Count > 0 ? ReportStatus.Warning : ReportStatus.Ok, findings);
    }

    /// <summary>Reports that the host did not answer.</summary>
    public static void Miss(SslHostReport report, string reason) => Conclude(
        report, ReportStatus.Unreachable, [FindingRules.Unreachable.Found(reason)]);

    /// <summary>It could not be looked at.</summary>
    public static void LeaveUnknown(SslHostReport report, string reason) => Leave(
        report, ReportStatus.Unknown, FindingRules.CertificateUnreadable.Found(reason));

    /// <summary>It was not tested, for one reason.</summary>
    public static void Leave(SslHostReport report, string status, SslReportFinding finding) => Conclude(report, status, [finding]);

    /// <summary>
    /// Returns the public keys that the peer has proved. These are the keys of the verified path if every signature in it is valid, and
    /// otherwise the peer's own key alone: the other certificates may belong to another host. Other certificates that were sent prove
    /// nothing.
    /// </summary>
    private static IEnumerable<string> ProvedKeys(SslHostReport report, IReadOnlyList<QSslError> errors) =>
        IsSigned(errors) ? report.VerifiedChain.Select(c => c.Pin).Append(report.Pin) : [report.Pin];

    /// <summary>Determines whether each certificate of the path is signed by the next one. Other errors do not matter.</summary>
    public static bool IsSigned(IReadOnlyList<QSslError> errors) => errors.All(e => s_signedAllTheSame.Contains(e.Error));

    private static string Words(int days) => days switch
    {
        0 => "less than a day",
        1 => "1 day",
        _ => string.Create(CultureInfo.InvariantCulture, $"{days} days"),
    };

    private static void Conclude(SslHostReport report, string status, IEnumerable<SslReportFinding> findings)
    {
        report.Status = status;
        report.Findings = [.. findings.OrderBy(f => f.Severity == ReportStatus.Critical ? 0 : 1)];
        report.Reason = [.. report.Findings.Select(f => f.Message)];
    }

    private static IEnumerable<string> FaultsOf(IReadOnlyList<QSslCertificate> sent, IReadOnlyList<QSslCertificate> verified,
        IReadOnlyList<QSslError> errors)
    {
        bool isAlone = sent is [{ IsSelfSigned: false }]
            && errors.Any(e => e.Error is SslErrorCode.UnableToGetLocalIssuerCertificate or SslErrorCode.UnableToVerifyFirstCertificate);
        // This machine has the certificate. Other clients may not have it.
        if (isAlone || (sent.Count > 0 && verified.Take(verified.Count - 1).Any(c => !sent.Contains(c))))
            yield return nameof(FindingRules.MissingIntermediate);
        bool inOrder = true;
        for (int i = 1; i < sent.Count && inOrder; i++)
            inOrder = sent[i - 1].Issuer == sent[i].Subject;
        if (inOrder)
            yield break;
        // Each certificate is part of the path or issued another one that was sent: only the order is wrong.
        bool allBelong = sent.Distinct().Count() == sent.Count
            && sent.Skip(1).All(c => verified.Contains(c) || sent.Any(other => !ReferenceEquals(other, c) && other.Issuer == c.Subject));
        yield return allBelong ? nameof(FindingRules.WrongOrder) : nameof(FindingRules.ExtraCertificate);
    }
}
