using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;

namespace QSslCore;

/// <summary>Bags of certificates (PKCS#7, RFC 2315, section 9.1): signed data without a signer.</summary>
internal static class Pkcs7
{
    private const string SignedData = "1.2.840.113549.1.7.2";

    private static readonly Asn1Tag s_context0 = new(TagClass.ContextSpecific, 0, isConstructed: true);

    public static bool IsLabel(string label) => label is "PKCS7" or "CMS";

    /// <returns>Null when it is no such bag.</returns>
    public static CertificateReadResult? Read(ReadOnlyMemory<byte> der)
    {
        try
        {
            AsnReader outer = new(der, AsnEncodingRules.BER);
            AsnReader content = outer.ReadSequence();
            outer.ThrowIfNotEmpty();
            if (content.ReadObjectIdentifier() != SignedData)
                return null;

            AsnReader signed = content.ReadSequence(s_context0).ReadSequence();
            signed.ReadInteger();
            signed.ReadSetOf(skipSortOrderValidation: true);
            signed.ReadSequence();
            return signed.HasData && signed.PeekTag() == s_context0
                ? ReadCertificates(signed.ReadSetOf(skipSortOrderValidation: true, s_context0))
                : CertificateReadResult.Failed("it is a PKCS#7 bundle without certificates");
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    public static byte[] Write(IEnumerable<QSslCertificate> certificates)
    {
        X509Certificate2Collection collection = [];
        try
        {
            foreach (QSslCertificate certificate in certificates)
                collection.Add(certificate.ToX509Certificate2());
            return collection.Export(X509ContentType.Pkcs7) ?? [];
        }
        finally
        {
            foreach (X509Certificate2 certificate in collection)
                certificate.Dispose();
        }
    }

    private static CertificateReadResult ReadCertificates(AsnReader set)
    {
        List<QSslCertificate> certificates = [];
        while (set.HasData)
        {
            // The others are forms that PKCS#6 and attribute certificates had.
            bool isCertificate = set.PeekTag() == Asn1Tag.Sequence;
            ReadOnlyMemory<byte> encoded = set.ReadEncodedValue();
            if (!isCertificate)
                continue;
            if (QSslCertificate.Parse(encoded.ToArray()) is not { } certificate)
                return new(certificates, $"the certificate number {certificates.Count + 1} in its PKCS#7 bundle is damaged");
            certificates.Add(certificate);
        }

        return certificates.Count > 0 ? new(certificates, "") : CertificateReadResult.Failed("it is a PKCS#7 bundle without certificates");
    }
}
