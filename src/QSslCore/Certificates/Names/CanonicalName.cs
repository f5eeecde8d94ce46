using System.Formats.Asn1;
using System.Text;

namespace QSslCore;

/// <summary>
/// Converts distinguished names to the form for comparison (RFC 5280, section 7.1). Text is compared without regard to its string type,
/// the case of letters and the number of blanks. Everything else is compared byte for byte.
/// </summary>
internal static class CanonicalName
{
    private const AsnEncodingRules Rules = AsnEncodingRules.BER;

    // Bytes that are not text must not all become the same replacement character.
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly UnicodeEncoding s_utf16 = new(bigEndian: true, byteOrderMark: false, throwOnInvalidBytes: true);

    /// <summary>Whether two encoded names are the same. A name that cannot be read only equals a name with the same bytes.</summary>
    public static bool AreSame(ReadOnlyMemory<byte> left, ReadOnlyMemory<byte> right) =>
        left.Span.SequenceEqual(right.Span)
        || (TryRead(left) is { } one && TryRead(right) is { } other && one.AsSpan().SequenceEqual(other));

    /// <summary>Returns the canonical form of each part of a name, the most general part first; null if the name cannot be read.</summary>
    public static string[]? TryRead(ReadOnlyMemory<byte> encoded)
    {
        try
        {
            List<string> parts = [];
            AsnReader outer = new(encoded, Rules);
            AsnReader name = outer.ReadSequence();
            outer.ThrowIfNotEmpty();
            while (name.HasData)
                parts.Add(ReadPart(name.ReadSetOf(skipSortOrderValidation: true)));
            return [.. parts];
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    private static string ReadPart(AsnReader set)
    {
        List<string> attributes = [];
        while (set.HasData)
        {
            AsnReader attribute = set.ReadSequence();
            string oid = attribute.ReadObjectIdentifier();
            string value = ReadValue(attribute);
            // Because of the length, one attribute's value cannot look like several attributes.
            attributes.Add($"{oid}={value.Length}:{value}");
        }
        attributes.Sort(StringComparer.Ordinal);
        return string.Join('+', attributes);
    }

    private static string ReadValue(AsnReader attribute)
    {
        Asn1Tag tag = attribute.PeekTag();
        ReadOnlySpan<byte> content = attribute.PeekContentBytes().Span;
        ReadOnlyMemory<byte> encoded = attribute.ReadEncodedValue();
        attribute.ThrowIfNotEmpty();
        Encoding? encoding = tag.TagClass != TagClass.Universal || tag.IsConstructed ? null : (UniversalTagNumber)tag.TagValue switch
        {
            UniversalTagNumber.UTF8String => s_utf8,
            UniversalTagNumber.BMPString => s_utf16,
            UniversalTagNumber.PrintableString or UniversalTagNumber.IA5String or UniversalTagNumber.VisibleString
                or UniversalTagNumber.T61String or UniversalTagNumber.NumericString => Encoding.Latin1,
            _ => null,
        };
        try
        {
            if (encoding is not null)
                return "=" + Fold(encoding.GetString(content));
        }
        catch (DecoderFallbackException)
        {
            // The value is compared as bytes.
        }
        return "#" + Convert.ToHexString(encoded.Span);
    }

    private static string Fold(string text)
    {
        StringBuilder folded = new(text.Length);
        foreach (char c in text)
        {
            // Non-ASCII letters keep their case, as in OpenSSL.
            if (!char.IsAsciiLetterUpper(c) && !IsBlank(c))
                folded.Append(c);
            else if (!IsBlank(c))
                folded.Append(char.ToLowerInvariant(c));
            else if (folded.Length > 0 && folded[^1] != ' ')
                folded.Append(' ');
        }
        if (folded.Length > 0 && folded[^1] == ' ')
            folded.Length--;
        return folded.ToString();
    }

    private static bool IsBlank(char c) => c is ' ' or (>= '\t' and <= '\r');
}
