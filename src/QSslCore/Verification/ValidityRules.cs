using System.Formats.Asn1;

namespace QSslCore.Verification;

/// <summary>
/// Checks whether a certificate is valid at a time (RFC 5280, section 4.1.2.5). The first and the last second are included.
/// </summary>
internal static class ValidityRules
{
    private const AsnEncodingRules Rules = AsnEncodingRules.BER;

    // YYMMDDHHMMSSZ and YYYYMMDDHHMMSSZ, without fractions or offsets. No part may be omitted.
    private const int UtcTimeLength = 13;
    private const int GeneralizedTimeLength = 15;

    public static IEnumerable<QSslError> Check(QSslCertificate certificate, DateTimeOffset time)
    {
        if (ReferenceEquals(certificate.Facts, CertificateFacts.None))
            yield break;
        (DateTimeOffset? start, DateTimeOffset? end) = Read(certificate.Facts.EncodedValidity);
        if (start is null)
            yield return new(SslErrorCode.InvalidNotBeforeField, certificate);
        else if (time < start)
            yield return new(SslErrorCode.CertificateNotYetValid, certificate);
        if (end is null)
            yield return new(SslErrorCode.InvalidNotAfterField, certificate);
        else if (time > end)
            yield return new(SslErrorCode.CertificateExpired, certificate);
    }

    private static (DateTimeOffset? Start, DateTimeOffset? End) Read(ReadOnlyMemory<byte> encoded)
    {
        AsnReader validity = new AsnReader(encoded, Rules).ReadSequence();
        DateTimeOffset? start = ReadTime(validity), end = ReadTime(validity);
        return validity.HasData ? (start, null) : (start, end);
    }

    private static DateTimeOffset? ReadTime(AsnReader validity)
    {
        try
        {
            if (!validity.HasData)
                return null;
            Asn1Tag tag = validity.PeekTag();
            ReadOnlySpan<byte> text = validity.PeekContentBytes().Span;
            AsnReader time = new(validity.ReadEncodedValue(), Rules);
            if (text.Length == 0 || text[^1] != 'Z')
                return null;
            if (tag == Asn1Tag.UtcTime && text.Length == UtcTimeLength)
                return time.ReadUtcTime(2049);
            return tag == Asn1Tag.GeneralizedTime && text.Length == GeneralizedTimeLength ? time.ReadGeneralizedTime() : null;
        }
        catch (AsnContentException)
        {
            return null;
        }
    }
}
