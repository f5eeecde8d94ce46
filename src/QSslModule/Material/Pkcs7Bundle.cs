using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;
using QSslCore;

namespace QSslModule;

/// <summary>Certificates in a PKCS#7 bundle: signed data in which nothing is signed (RFC 5652, section 5).</summary>
internal static class Pkcs7Bundle
{
    public const string SignedData = "1.2.840.113549.1.7.2";

    private static readonly Asn1Tag s_context0 = new(TagClass.ContextSpecific, 0, isConstructed: true);

    /// <summary>The certificates, the end of their chain first; null when the data is no such bundle.</summary>
    public static IReadOnlyList<QSslCertificate>? Read(byte[] data)
    {
        try
        {
            return PemReader.LooksLikePem(data) ? ReadPem(data) : ReadDer(data);
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    /// <summary>As DER.</summary>
    public static byte[] Write(IReadOnlyList<QSslCertificate> certificates)
    {
        X509Certificate2Collection natives = [.. certificates.Select(c => c.ToX509Certificate2())];
        try
        {
            return natives.Export(X509ContentType.Pkcs7)!;
        }
        finally
        {
            foreach (X509Certificate2 native in natives)
                native.Dispose();
        }
    }

    public static bool IsFirstBlockOf(byte[] pem)
    {
        PemReader reader = new(pem);
        return reader.Read(out PemBlock block) && IsLabel(block.Label);
    }

    private static bool IsLabel(string label) => label is "PKCS7" or "CMS" or "PKCS #7 SIGNED DATA";

    private static IReadOnlyList<QSslCertificate>? ReadPem(byte[] data)
    {
        PemReader reader = new(data);
        while (reader.Read(out PemBlock block))
        {
            if (IsLabel(block.Label))
                return block.Damage is null ? ReadDer(block.Decode()) : null;
        }
        return null;
    }

    private static IReadOnlyList<QSslCertificate>? ReadDer(byte[] data)
    {
        AsnReader outer = new(data, AsnEncodingRules.BER);
        AsnReader content = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        if (content.ReadObjectIdentifier() != SignedData)
            return null;
        AsnReader signed = content.ReadSequence(s_context0).ReadSequence();
        signed.ReadInteger();
        signed.ReadSetOf(skipSortOrderValidation: true);
        signed.ReadSequence();
        List<QSslCertificate> certificates = [];
        if (!signed.HasData || signed.PeekTag() != s_context0)
            return certificates;
        AsnReader set = signed.ReadSetOf(skipSortOrderValidation: true, s_context0);
        while (set.HasData)
        {
            // Attribute certificates may stand between them.
            bool isCertificate = set.PeekTag() == Asn1Tag.Sequence;
            byte[] encoded = set.ReadEncodedValue().ToArray();
            if (!isCertificate)
                continue;
            if (QSslCertificate.Parse(encoded) is not { } certificate)
                return null;
            certificates.Add(certificate);
        }
        return ChainOrder.LeafFirst(certificates);
    }
}
