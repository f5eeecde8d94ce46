using System.Formats.Asn1;
using System.Text;

namespace QSslCore;

/// <summary>Alternative names that are reported but not compared with a host (RFC 5280, section 4.2.1.6).</summary>
internal static class OtherNames
{
    private const string UserPrincipalName = "1.3.6.1.4.1.311.20.2.3";
    private const AsnEncodingRules Rules = AsnEncodingRules.BER;

    private static readonly Asn1Tag s_other = new(TagClass.ContextSpecific, 0, isConstructed: true);
    private static readonly Asn1Tag s_directory = new(TagClass.ContextSpecific, 4, isConstructed: true);
    private static readonly Asn1Tag s_uri = new(TagClass.ContextSpecific, 6);
    private static readonly Asn1Tag s_registered = new(TagClass.ContextSpecific, 8);

    /// <param name="tag">The kind of the name.</param>
    /// <param name="content">The name.</param>
    /// <param name="parseName">Reads a distinguished name.</param>
    /// <returns>Null for an unknown kind, and for a damaged name. Host names beside it are still used.</returns>
    public static AlternativeName? Read(Asn1Tag tag, ReadOnlyMemory<byte> content, Func<ReadOnlyMemory<byte>, DistinguishedName> parseName)
    {
        try
        {
            if (tag == s_uri)
                return new(AlternativeNameEntryType.UriEntry, Encoding.Latin1.GetString(content.Span));
            if (tag == s_directory)
                return new(AlternativeNameEntryType.DirectoryNameEntry, parseName(content).ToString());
            if (tag == s_registered)
            {
                return new(AlternativeNameEntryType.RegisteredIdEntry,
                    AsnDecoder.ReadObjectIdentifier(Tagged(content), Rules, out _));
            }
            return tag == s_other ? ReadOther(content) : null;
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    private static AlternativeName ReadOther(ReadOnlyMemory<byte> content)
    {
        AsnReader parts = new(content, Rules);
        string kind = parts.ReadObjectIdentifier();
        ReadOnlyMemory<byte> value = parts.ReadSequence(s_other).ReadEncodedValue();
        parts.ThrowIfNotEmpty();
        string text = Text(value) ?? Convert.ToHexString(value.Span);
        return kind == UserPrincipalName
            ? new(AlternativeNameEntryType.UserPrincipalNameEntry, text)
            : new(AlternativeNameEntryType.OtherNameEntry, $"{kind}:{text}");
    }

    /// <summary>Returns the text of a string of any type; null for another type.</summary>
    private static string? Text(ReadOnlyMemory<byte> value)
    {
        Asn1Tag tag = Asn1Tag.Decode(value.Span, out _);
        if (tag.TagClass != TagClass.Universal || (UniversalTagNumber)tag.TagValue is not (UniversalTagNumber.UTF8String
            or UniversalTagNumber.IA5String or UniversalTagNumber.PrintableString or UniversalTagNumber.BMPString))
            return null;
        return new AsnReader(value, Rules).ReadCharacterString((UniversalTagNumber)tag.TagValue);
    }

    /// <summary>Returns an object identifier with its own tag.</summary>
    private static byte[] Tagged(ReadOnlyMemory<byte> content)
    {
        // The reader of alternative names refuses longer identifiers. Real ones are shorter.
        return content.Length is > 0 and < 128 ? [(byte)UniversalTagNumber.ObjectIdentifier, (byte)content.Length, .. content.Span] : [];
    }
}
