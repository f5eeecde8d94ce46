using System.Formats.Asn1;

namespace QSslCore;

/// <summary>Parts of a certificate as they are encoded, for rules that compare or hash them.</summary>
/// <param name="SerialNumber">The content of the INTEGER.</param>
/// <param name="Issuer">The issuer's name.</param>
/// <param name="Subject">The subject's name.</param>
/// <param name="Key">The SubjectPublicKeyInfo.</param>
/// <param name="KeyBits">The key alone, without its algorithm.</param>
/// <param name="InnerAlgorithm">The signature's algorithm as it is signed.</param>
/// <param name="OuterAlgorithm">The signature's algorithm as it stands beside the signature.</param>
internal sealed record CertificateParts(
    ReadOnlyMemory<byte> SerialNumber, ReadOnlyMemory<byte> Issuer, ReadOnlyMemory<byte> Subject, ReadOnlyMemory<byte> Key,
    ReadOnlyMemory<byte> KeyBits, ReadOnlyMemory<byte> InnerAlgorithm, ReadOnlyMemory<byte> OuterAlgorithm)
{
    private static readonly Asn1Tag s_version = new(TagClass.ContextSpecific, 0, isConstructed: true);

    /// <returns>Null when it cannot be read.</returns>
    public static CertificateParts? Of(QSslCertificate certificate)
    {
        try
        {
            AsnReader whole = new AsnReader(certificate.Encoding, AsnEncodingRules.BER).ReadSequence();
            AsnReader body = whole.ReadSequence();
            ReadOnlyMemory<byte> outerAlgorithm = whole.ReadEncodedValue();
            if (body.PeekTag() == s_version)
                body.ReadEncodedValue();
            ReadOnlyMemory<byte> serial = body.ReadIntegerBytes(), innerAlgorithm = body.ReadEncodedValue(), issuer = body.ReadEncodedValue();
            body.ReadEncodedValue();
            ReadOnlyMemory<byte> subject = body.ReadEncodedValue(), key = body.ReadEncodedValue();
            AsnReader info = new AsnReader(key, AsnEncodingRules.BER).ReadSequence();
            info.ReadEncodedValue();
            return new(serial, issuer, subject, key, info.ReadBitString(out _), innerAlgorithm, outerAlgorithm);
        }
        catch (AsnContentException)
        {
            return null;
        }
    }
}
