using System.Formats.Asn1;

namespace QSslCore.Verification;

/// <summary>The parameters of RSASSA-PSS (RFC 4055, section 3.1). Omitted parameters have their defaults.</summary>
/// <param name="DigestOid">The digest of the message.</param>
/// <param name="MaskDigestOid">The digest of the mask generation function MGF1; empty for another function.</param>
/// <param name="SaltLength">The length of the salt in bytes.</param>
internal sealed record PssParameters(string DigestOid, string MaskDigestOid, int SaltLength)
{
    private const string Mgf1 = "1.2.840.113549.1.1.8";
    private const int DefaultSaltLength = 20;
    private const int TrailerField = 1;

    /// <summary>The digest of the message; null if it is not known.</summary>
    public DigestAlgorithm? Digest => DigestAlgorithm.Find(DigestOid);

    public bool HasSameDigests => DigestOid == MaskDigestOid;

    /// <param name="identifier">The data after the object identifier.</param>
    /// <returns>Null if the parameters cannot be read.</returns>
    public static PssParameters? Read(AsnReader identifier)
    {
        try
        {
            AsnReader parameters = identifier.ReadSequence();
            identifier.ThrowIfNotEmpty();
            string digest = Field(parameters, 0, part => part.ReadSequence().ReadObjectIdentifier()) ?? DigestAlgorithm.Sha1.Oid;
            string mask = Field(parameters, 1, ReadMaskDigest) ?? DigestAlgorithm.Sha1.Oid;
            int salt = Field<int?>(parameters, 2, ReadNumber) ?? DefaultSaltLength;
            int trailer = Field<int?>(parameters, 3, ReadNumber) ?? TrailerField;
            parameters.ThrowIfNotEmpty();
            return salt >= 0 && trailer == TrailerField ? new(digest, mask, salt) : null;
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    private static string ReadMaskDigest(AsnReader part)
    {
        AsnReader function = part.ReadSequence();
        return function.ReadObjectIdentifier() == Mgf1 ? function.ReadSequence().ReadObjectIdentifier() : "";
    }

    private static int? ReadNumber(AsnReader part) => part.TryReadInt32(out int number) ? number : throw new AsnContentException();

    private static T? Field<T>(AsnReader parameters, int number, Func<AsnReader, T> read)
    {
        Asn1Tag tag = new(TagClass.ContextSpecific, number, isConstructed: true);
        if (!parameters.HasData || parameters.PeekTag() != tag)
            return default;
        AsnReader part = parameters.ReadSequence(tag);
        T value = read(part);
        part.ThrowIfNotEmpty();
        return value;
    }
}
