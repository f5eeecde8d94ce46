using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;

namespace QSslCore;

/// <summary>What a list of revoked certificates (CRL, RFC 5280) says about itself, without its entries and its signature.</summary>
/// <param name="Issuer">The name of the issuer.</param>
/// <param name="ThisUpdate">When it was made.</param>
/// <param name="NextUpdate">Until when it counts; null if it does not say.</param>
/// <param name="Scope">What it is restricted to, as the end of "is only for"; empty for all certificates of the issuer.</param>
internal sealed record RevocationList(X500DistinguishedName Issuer, DateTimeOffset ThisUpdate, DateTimeOffset? NextUpdate, string Scope)
{
    private const string IssuingDistributionPoint = "2.5.29.28";

    private static readonly Asn1Tag s_extensions = new(TagClass.ContextSpecific, 0);

    /// <summary>Reads a list in DER.</summary>
    /// <returns>Null if it is not one.</returns>
    public static RevocationList? Read(ReadOnlyMemory<byte> der)
    {
        try
        {
            AsnReader list = new AsnReader(der, AsnEncodingRules.DER).ReadSequence().ReadSequence();
            if (list.PeekTag().HasSameClassAndValue(Asn1Tag.Integer))
                list.ReadEncodedValue();
            list.ReadEncodedValue();
            X500DistinguishedName issuer = new(list.ReadEncodedValue().Span);
            DateTimeOffset made = ReadTime(list);
            DateTimeOffset? next = list.HasData && IsTime(list.PeekTag()) ? ReadTime(list) : null;
            if (list.HasData && list.PeekTag().HasSameClassAndValue(Asn1Tag.Sequence))
                list.ReadEncodedValue();
            string scope = list.HasData && list.PeekTag().HasSameClassAndValue(s_extensions)
                ? ScopeOf(list.ReadSequence(s_extensions).ReadSequence())
                : "";
            return new(issuer, made, next, scope);
        }
        catch (Exception e) when (e is AsnContentException or System.Security.Cryptography.CryptographicException)
        {
            return null;
        }
    }

    private static bool IsTime(Asn1Tag tag) =>
        tag.HasSameClassAndValue(Asn1Tag.UtcTime) || tag.HasSameClassAndValue(Asn1Tag.GeneralizedTime);

    private static DateTimeOffset ReadTime(AsnReader reader) =>
        reader.PeekTag().HasSameClassAndValue(Asn1Tag.UtcTime) ? reader.ReadUtcTime() : reader.ReadGeneralizedTime();

    private static string ScopeOf(AsnReader extensions)
    {
        while (extensions.HasData)
        {
            AsnReader extension = extensions.ReadSequence();
            if (extension.ReadObjectIdentifier() != IssuingDistributionPoint)
                continue;
            if (extension.PeekTag().HasSameClassAndValue(Asn1Tag.Boolean))
                extension.ReadBoolean();
            AsnReader point = new AsnReader(extension.ReadOctetString(), AsnEncodingRules.DER).ReadSequence();
            while (point.HasData)
            {
                string scope = point.PeekTag().TagValue switch
                {
                    1 => "certificates of hosts and clients",
                    2 => "certificates of authorities",
                    3 => "some reasons of revocation",
                    5 => "attribute certificates",
                    _ => "",
                };
                point.ReadEncodedValue();
                if (scope.Length > 0)
                    return scope;
            }
        }
        return "";
    }
}
