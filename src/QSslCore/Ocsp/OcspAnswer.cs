namespace QSslCore;

/// <summary>One answer of an OCSP response (SingleResponse of RFC 6960, section 4.2.1).</summary>
/// <param name="Id">Which certificate it is about.</param>
/// <param name="Status">What it says of it.</param>
/// <param name="Reason">Why the certificate was revoked.</param>
/// <param name="ThisUpdate">From when it is known to be right.</param>
/// <param name="NextUpdate">When there is a newer one; null when it does not say.</param>
/// <param name="UnknownExtension">A critical extension that is not understood; empty for none.</param>
internal sealed record OcspAnswer(
    OcspCertificateId Id, QOcspCertificateStatus Status, QOcspRevocationReason Reason,
    DateTimeOffset ThisUpdate, DateTimeOffset? NextUpdate, string UnknownExtension)
{
    /// <summary>The greater, the worse.</summary>
    public int Badness => Status switch
    {
        QOcspCertificateStatus.Good => 0,
        QOcspCertificateStatus.Unknown => 1,
        _ => 2,
    };
}
