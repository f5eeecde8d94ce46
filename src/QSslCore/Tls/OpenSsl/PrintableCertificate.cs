using System.Formats.Asn1;
using System.Globalization;
using System.Text;

namespace QSslCore.Tls.OpenSsl;

/// <summary>
/// Prepares a certificate for OpenSSL's description. OpenSSL prints the texts in extensions unchanged: a line feed would begin a line that
/// looks like one of OpenSSL's own, and a NUL makes it print the bytes of the extension instead. This class escapes them before.
/// </summary>
internal static class PrintableCertificate
{
    private const string ProxyCertificate = "1.3.6.1.5.5.7.1.14";
    private const int Extensions = 3;
    private const int Deepest = 32;

    /// <summary>Extensions in which the tag of a name always means a name.</summary>
    private static readonly string[] s_ofNames =
        ["subjectAltName", "issuerAltName", "nameConstraints", "authorityInfoAccess", "subjectInfoAccess"];

    /// <summary>Returns the encoding with printable texts; the same encoding if they were printable already.</summary>
    /// <param name="der">A certificate.</param>
    /// <param name="isDescribed">Whether OpenSSL describes an extension, by its object identifier. It dumps all others.</param>
    /// <exception cref="AsnContentException">The encoding is malformed.</exception>
    public static byte[] Of(ReadOnlySpan<byte> der, Func<string, bool> isDescribed) =>
        Each(der, (_, certificate) => Each(certificate, (i, body) => i > 0 ? null : Each(body, (_, field, tag) =>
            tag.TagClass != TagClass.ContextSpecific || tag.TagValue != Extensions ? null : Each(field, (_, list) => Each(list,
                (_, extension) => Extension(extension, isDescribed))))));

    private static byte[] Extension(ReadOnlySpan<byte> extension, Func<string, bool> isDescribed)
    {
        string oid = AsnDecoder.ReadObjectIdentifier(extension, AsnEncodingRules.BER, out _);
        return !isDescribed(oid) ? extension.ToArray() : Each(extension, (_, value, tag) =>
            tag == Asn1Tag.PrimitiveOctetString ? Value(value, oid, isInTag: false, Deepest) : null);
    }

    private static byte[] Value(ReadOnlySpan<byte> value, string oid, bool isInTag, int depth) => Each(value, (_, content, tag) =>
        tag.IsConstructed
            ? depth > 0 ? Value(content, oid, tag.TagClass == TagClass.ContextSpecific, depth - 1) : throw new AsnContentException()
            : IsText(tag, oid, isInTag) ? Written(content) : null);

    private static bool IsText(Asn1Tag tag, string oid, bool isInTag) => tag.TagClass switch
    {
        TagClass.Universal => (UniversalTagNumber)tag.TagValue is UniversalTagNumber.UTF8String or UniversalTagNumber.PrintableString
            or UniversalTagNumber.IA5String or UniversalTagNumber.T61String or UniversalTagNumber.VisibleString
            or UniversalTagNumber.GeneralString or UniversalTagNumber.BMPString or UniversalTagNumber.UniversalString
            or UniversalTagNumber.NumericString or UniversalTagNumber.VideotexString or UniversalTagNumber.GraphicString
            || (oid == ProxyCertificate && tag.TagValue == (int)UniversalTagNumber.OctetString),
        // E-mail, DNS, URI. Outside a list of names, the same tags mark numbers and flags.
        TagClass.ContextSpecific => tag.TagValue is 1 or 2 or 6 && (isInTag || s_ofNames.Contains(ExtensionNames.For(oid))),
        _ => false,
    };

    private static byte[]? Written(ReadOnlySpan<byte> text)
    {
        if (!text.ContainsAnyInRange((byte)0, (byte)0x1F))
            return null;
        List<byte> written = [];
        foreach (byte b in text)
        {
            if (b < ' ')
                written.AddRange(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"\\{b:X2}")));
            else
                written.Add(b);
        }
        return [.. written];
    }

    private delegate byte[]? Change(int index, ReadOnlySpan<byte> content);

    private delegate byte[]? ChangeTagged(int index, ReadOnlySpan<byte> content, Asn1Tag tag);

    private static byte[] Each(ReadOnlySpan<byte> values, Change change) => Each(values, (i, content, _) => change(i, content));

    /// <summary>Copies consecutive encoded values, and replaces the contents of those for which the delegate returns new ones.</summary>
    private static byte[] Each(ReadOnlySpan<byte> values, ChangeTagged change)
    {
        List<byte> all = [];
        for (int i = 0; !values.IsEmpty; i++)
        {
            Asn1Tag tag = AsnDecoder.ReadEncodedValue(values, AsnEncodingRules.BER, out int start, out int length, out int consumed);
            if (change(i, values.Slice(start, length), tag) is { } content && !values.Slice(start, length).SequenceEqual(content))
                AddValue(all, tag, content);
            else
                all.AddRange(values[..consumed]);
            values = values[consumed..];
        }
        return [.. all];
    }

    private static void AddValue(List<byte> all, Asn1Tag tag, byte[] content)
    {
        Span<byte> head = stackalloc byte[8];
        all.AddRange(head[..tag.Encode(head)]);
        if (content.Length < 0x80)
        {
            all.Add((byte)content.Length);
        }
        else
        {
            all.Add(0x84);
            for (int shift = 24; shift >= 0; shift -= 8)
                all.Add((byte)(content.Length >> shift));
        }
        all.AddRange(content);
    }
}
