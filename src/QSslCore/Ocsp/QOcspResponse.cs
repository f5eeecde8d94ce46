namespace QSslCore;

/// <summary>What a stapled OCSP response says about a peer's certificate. Immutable.</summary>
public sealed class QOcspResponse : IEquatable<QOcspResponse>
{
    /// <summary>Makes a response that says nothing: Unknown, no reason, no certificates.</summary>
    [QtMember("QOcspResponse::QOcspResponse")]
    public QOcspResponse()
    {
    }

    /// <summary>Good, revoked or unknown.</summary>
    [QtMember("QOcspResponse::certificateStatus")]
    public QOcspCertificateStatus CertificateStatus { get; internal init; } = QOcspCertificateStatus.Unknown;

    /// <summary>Why it was revoked.</summary>
    [QtMember("QOcspResponse::revocationReason")]
    public QOcspRevocationReason RevocationReason { get; internal init; } = QOcspRevocationReason.None;

    /// <summary>The issuer that the response speaks for; a null certificate when it speaks about another certificate.</summary>
    [QtMember("QOcspResponse::responder")]
    public QSslCertificate Responder { get; internal init; } = QSslCertificate.Null;

    /// <summary>The peer's certificate.</summary>
    [QtMember("QOcspResponse::subject")]
    public QSslCertificate Subject { get; internal init; } = QSslCertificate.Null;

    /// <summary>When the responder said so; null when unknown. Not one of Qt's members.</summary>
    public DateTimeOffset? ThisUpdate { get; internal init; }

    /// <summary>Until when it holds; null when it does not say. Not one of Qt's members.</summary>
    public DateTimeOffset? NextUpdate { get; internal init; }

    /// <summary>Equal in everything.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    [QtMember("QOcspResponse::operator==")]
    public static bool operator ==(QOcspResponse? left, QOcspResponse? right) => left?.Equals(right) ?? right is null;

    /// <summary>Different in anything.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
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

    /// <summary>The status, and of a revoked certificate the reason.</summary>
    public override string ToString() =>
        CertificateStatus == QOcspCertificateStatus.Revoked ? $"{CertificateStatus} ({RevocationReason})" : $"{CertificateStatus}";
}
