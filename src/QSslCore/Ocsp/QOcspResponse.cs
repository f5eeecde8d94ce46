namespace QSslCore;

/// <summary>The content of a stapled OCSP response for a peer's certificate. This type is immutable.</summary>
public sealed class QOcspResponse : IEquatable<QOcspResponse>
{
    /// <summary>Creates an empty response: Unknown, no reason, no certificates.</summary>
    [QtMember("QOcspResponse::QOcspResponse")]
    public QOcspResponse()
    {
    }

    /// <summary>Good, revoked or unknown.</summary>
    [QtMember("QOcspResponse::certificateStatus")]
    public QOcspCertificateStatus CertificateStatus { get; internal init; } = QOcspCertificateStatus.Unknown;

    /// <summary>The reason why the certificate was revoked.</summary>
    [QtMember("QOcspResponse::revocationReason")]
    public QOcspRevocationReason RevocationReason { get; internal init; } = QOcspRevocationReason.None;

    /// <summary>The issuer that the response applies to, or a null certificate if the response applies to another certificate.</summary>
    [QtMember("QOcspResponse::responder")]
    public QSslCertificate Responder { get; internal init; } = QSslCertificate.Null;

    /// <summary>The peer's certificate.</summary>
    [QtMember("QOcspResponse::subject")]
    public QSslCertificate Subject { get; internal init; } = QSslCertificate.Null;

    /// <summary>The time of the status, or null if it is unknown. Not one of Qt's members.</summary>
    public DateTimeOffset? ThisUpdate { get; internal init; }

    /// <summary>The time until which the status is valid, or null if the response does not specify it. Not one of Qt's members.</summary>
    public DateTimeOffset? NextUpdate { get; internal init; }

    /// <summary>Whether all properties are equal.</summary>
    /// <param name="left">The first response.</param>
    /// <param name="right">The second response.</param>
    [QtMember("QOcspResponse::operator==")]
    public static bool operator ==(QOcspResponse? left, QOcspResponse? right) => left?.Equals(right) ?? right is null;

    /// <summary>Whether any property differs.</summary>
    /// <param name="left">The first response.</param>
    /// <param name="right">The second response.</param>
    [QtMember("QOcspResponse::operator!=")]
    public static bool operator !=(QOcspResponse? left, QOcspResponse? right) => !(left == right);

    /// <inheritdoc/>
    public bool Equals(QOcspResponse? other) =>
        other is not null && CertificateStatus == other.CertificateStatus && RevocationReason == other.RevocationReason
        && Responder.Equals(other.Responder) && Subject.Equals(other.Subject) && ThisUpdate == other.ThisUpdate
            && NextUpdate == other.NextUpdate;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as QOcspResponse);

    /// <inheritdoc/>
    [QtMember("QOcspResponse::qHash")]
    public override int GetHashCode() => HashCode.Combine(CertificateStatus, RevocationReason, Responder, Subject);

    /// <summary>Returns the status, and for a revoked certificate also the reason.</summary>
    public override string ToString() =>
        CertificateStatus == QOcspCertificateStatus.Revoked ? $"{CertificateStatus} ({RevocationReason})" : $"{CertificateStatus}";
}
