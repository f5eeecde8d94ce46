using System.Formats.Asn1;

namespace QSslCore;

/// <summary>Certificate bundles (PKCS#7, RFC 2315, section 9.1): signed data without a signer.</summary>
internal static class Pkcs7
{
    public const string SignedData = "1.2.840.113549.1.7.2";
    public const string Data = "1.2.840.113549.1.7.1";

    private static readonly Asn1Tag s_context0 = new(TagClass.ContextSpecific, 0, isConstructed: true);

    /// <summary>Whether OpenSSL reads a PEM block with this label as a bundle. It also accepts a bundle in a block with the label
    /// CERTIFICATE.</summary>
    public static bool IsLabel(string label) => label is "PKCS7" or "CMS" or "PKCS #7 SIGNED DATA";

    /// <returns>Null if the data is not such a bundle.</returns>
    public static CertificateReadResult? Read(ReadOnlyMemory<byte> der)
    {
        try
        {
            AsnReader outer = new(der, AsnEncodingRules.BER);
            AsnReader content = outer.ReadSequence();
            outer.ThrowIfNotEmpty();
            // Most of what comes is a certificate, and an exception for each costs more than the rest.
            if (!content.HasData || !content.PeekTag().HasSameClassAndValue(Asn1Tag.ObjectIdentifier)
                || content.ReadObjectIdentifier() != SignedData)
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

    /// <summary>Writes certificates in their order. The runtime is not used, because on one operating system it leaves the certificates
    /// out.</summary>
    public static byte[] Write(IEnumerable<QSslCertificate> certificates)
    {
        const int Version = 1;
        AsnWriter writer = new(AsnEncodingRules.DER);
        QSslCertificate[] all = [.. certificates];
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(SignedData);
            using (writer.PushSequence(s_context0))
            using (writer.PushSequence())
            {
                writer.WriteInteger(Version);
                writer.PushSetOf().Dispose();
                using (writer.PushSequence())
                    writer.WriteObjectIdentifier(Data);
                if (all.Length > 0)
                {
                    // A sequence except for its tag. Other readers keep the order, too, and a chain is easier to read that way.
                    using (writer.PushSequence(s_context0))
                        Array.ForEach(all, certificate => writer.WriteEncodedValue(certificate.ToDer()));
                }
                writer.PushSetOf().Dispose();
            }
        }
        return writer.Encode();
    }

    private static CertificateReadResult ReadCertificates(AsnReader set)
    {
        List<QSslCertificate> certificates = [];
        while (set.HasData)
        {
            // The other forms are those of PKCS#6 and of attribute certificates.
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
