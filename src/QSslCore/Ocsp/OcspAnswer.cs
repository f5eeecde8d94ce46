namespace QSslCore;

/// <summary>One answer of an OCSP response (SingleResponse of RFC 6960, section 4.2.1).</summary>
/// <param name="Id">The certificate that the answer is about.</param>
/// <param name="Status">The status of the certificate.</param>
/// <param name="Reason">The reason why the certificate was revoked.</param>
/// <param name="ThisUpdate">The time from which the status is known to be correct.</param>
/// <param name="NextUpdate">The time at which there is a newer answer; null if it is not specified.</param>
/// <param name="UnknownExtension">A critical extension that is not understood; empty for none.</param>
internal sealed record OcspAnswer(
    OcspCertificateId Id, QOcspCertificateStatus Status, QOcspRevocationReason Reason,
    DateTimeOffset ThisUpdate, DateTimeOffset? NextUpdate, string UnknownExtension)
{
    /// <summary>A greater value means a worse status.</summary>
    public int Badness => Status switch
    {
        QOcspCertificateStatus.Good => 0,
        QOcspCertificateStatus.Unknown => 1,
        _ => 2,
    };
}
