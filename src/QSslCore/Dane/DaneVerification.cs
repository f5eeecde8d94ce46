using System.Globalization;

namespace QSslCore;

/// <summary>Holds TLSA records against what a host showed (RFC 6698, RFC 7671).</summary>
internal static class DaneVerification
{
    /// <summary>What an authority of the domain's own choice makes up for: that the usual ones do not know the path.</summary>
    private static readonly SslErrorCode[] s_aboutTrust =
    [
        SslErrorCode.SelfSignedCertificate, SslErrorCode.SelfSignedCertificateInChain, SslErrorCode.UnableToGetLocalIssuerCertificate,
        SslErrorCode.UnableToGetIssuerCertificate, SslErrorCode.UnableToVerifyFirstCertificate, SslErrorCode.CertificateUntrusted,
    ];

    /// <summary>What DANE-EE makes up for, too: the domain's owner has named this key, whatever else stands in the certificate.</summary>
    private static readonly SslErrorCode[] s_aboutOwn =
    [
        .. s_aboutTrust, SslErrorCode.HostNameMismatch, SslErrorCode.CertificateExpired, SslErrorCode.CertificateNotYetValid,
    ];

    /// <param name="answer">What the resolver said.</param>
    /// <param name="sent">The certificates as sent, the host's own first.</param>
    /// <param name="path">The path that was built.</param>
    /// <param name="errors">What is wrong with the host's identity otherwise.</param>
    public static DaneVerdict Judge(
        TlsaAnswer answer, IReadOnlyList<QSslCertificate> sent, IReadOnlyList<QSslCertificate> path, IReadOnlyList<QSslError> errors)
    {
        if (answer.Failure.Length > 0)
            return new(DaneStatus.Unknown, answer, answer.Failure);
        if (answer.Records.Count == 0)
            return new(DaneStatus.None, answer, "There are no TLSA records");
        if (answer.Records.All(record => !record.IsUsable))
            return new(DaneStatus.Unusable, answer, "No TLSA record has a usage, selector, matching type and length that are known");
        if (sent.Count == 0)
            return new(DaneStatus.Unknown, answer, "The host showed no certificate to hold against its TLSA records");
        if (answer.Records.FirstOrDefault(record => Holds(record, sent, path, errors)) is { } good)
            return new(DaneStatus.Match, answer, $"The TLSA record {good} holds", good);
        TlsaRecord? broken = answer.Records.FirstOrDefault(record => sent.Concat(path).Any(record.Matches));
        return new(DaneStatus.Mismatch, answer, broken is null
            ? string.Create(CultureInfo.InvariantCulture,
                $"None of the {answer.Records.Count} TLSA records is of a certificate of the host")
            : $"The TLSA record {broken} is of a certificate of the host, and its usage {broken.Usage} does not hold: "
                + (errors.Count > 0 ? errors[0].ErrorString : "the certificate has another place in the path"));
    }

    /// <summary>Whether an error counts no more, because a validated record stands for the host in another way.</summary>
    public static bool Excuses(DaneVerdict? verdict, QSslError error) => verdict is { IsValidated: true, Record: { } record }
        && (record.Usage == 3 ? s_aboutOwn : record.Usage == 2 ? s_aboutTrust : []).Contains(error.Error);

    private static bool Holds(TlsaRecord record, IReadOnlyList<QSslCertificate> sent, IReadOnlyList<QSslCertificate> path,
        IReadOnlyList<QSslError> errors) => record.Usage switch
    {
        0 => errors.Count == 0 && path.Skip(1).Any(record.Matches),
        1 => errors.Count == 0 && record.Matches(sent[0]),
        // The name, the time and every signature must be good; only that the root is unknown does not matter.
        2 => errors.All(error => s_aboutTrust.Contains(error.Error)) && path.Skip(1).Any(record.Matches),
        _ => record.Matches(sent[0]) && errors.All(error => s_aboutOwn.Contains(error.Error)),
    };
}
