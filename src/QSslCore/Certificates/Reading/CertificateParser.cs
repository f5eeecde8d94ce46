using System.Formats.Asn1;
using System.Globalization;
using System.Net;
using System.Numerics;
using System.Text;
using QSslCore.Verification;

namespace QSslCore;

/// <summary>
/// Parses a certificate's encoding (RFC 5280, section 4.1). The outer structure must be valid. A detail that is not, such as a
/// time, has no value, because a TLS library may have accepted the certificate, and its verdict counts.
/// </summary>
internal static class CertificateParser
{
    // Certificates in use are not always strictly DER.
    private const AsnEncodingRules Rules = AsnEncodingRules.BER;
    private const int MaxNameLength = 8191;

    private static readonly Asn1Tag s_context0 = new(TagClass.ContextSpecific, 0, isConstructed: true);
    private static readonly Asn1Tag s_context3 = new(TagClass.ContextSpecific, 3, isConstructed: true);
    private static readonly Asn1Tag s_email = new(TagClass.ContextSpecific, 1);
    private static readonly Asn1Tag s_dns = new(TagClass.ContextSpecific, 2);
    private static readonly Asn1Tag s_address = new(TagClass.ContextSpecific, 7);

    /// <returns>Null if the data is not exactly one certificate.</returns>
    public static CertificateFacts? Parse(ReadOnlyMemory<byte> encoded)
    {
        try
        {
            AsnReader outer = new(encoded, Rules);
            AsnReader certificate = outer.ReadSequence();
            outer.ThrowIfNotEmpty();
            ReadOnlyMemory<byte> signed = certificate.PeekEncodedValue();
            AsnReader body = certificate.ReadSequence();
            ReadOnlyMemory<byte> encodedAlgorithm = certificate.ReadEncodedValue();
            SignatureAlgorithm algorithm = SignatureAlgorithm.Read(encodedAlgorithm);
            if (algorithm.Oid.Length == 0)
                return null;
            if (!certificate.TryReadPrimitiveBitString(out int unusedBits, out ReadOnlyMemory<byte> signature))
                signature = certificate.ReadBitString(out unusedBits);
            certificate.ThrowIfNotEmpty();
            return ParseBody(body) with
            {
                Signed = signed,
                SignatureAlgorithm = algorithm,
                EncodedAlgorithm = encodedAlgorithm,
                // In every algorithm a signature is a whole number of bytes.
                Signature = unusedBits == 0 ? signature : default,
            };
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    private static CertificateFacts ParseBody(AsnReader body)
    {
        int version = 0;
        if (body.PeekTag() == s_context0)
        {
            AsnReader explicitTag = body.ReadSequence(s_context0);
            if (!explicitTag.TryReadInt32(out version))
                throw new AsnContentException();
            explicitTag.ThrowIfNotEmpty();
        }

        ReadOnlyMemory<byte> serial = body.ReadIntegerBytes();
        ReadOnlyMemory<byte> signedAlgorithm = body.PeekEncodedValue();
        body.ReadSequence();
        ReadOnlyMemory<byte> issuer = body.ReadEncodedValue();
        ReadOnlyMemory<byte> encodedValidity = body.PeekEncodedValue();
        AsnReader validity = body.ReadSequence();
        ReadOnlyMemory<byte> subject = body.ReadEncodedValue();
        ReadOnlyMemory<byte> publicKey = body.ReadEncodedValue();

        // Unique identifiers are not used.
        while (body.HasData && body.PeekTag() is { TagClass: TagClass.ContextSpecific, TagValue: 1 or 2 })
            body.ReadEncodedValue();
        CertificateExtensions extensions = body.HasData
            ? CertificateExtensions.Read(body.ReadSequence(s_context3))
            : CertificateExtensions.Absent;
        body.ThrowIfNotEmpty();

        IReadOnlyList<AlternativeName>? names = ParseAlternativeNames(extensions);
        return new CertificateFacts
        {
            Version = (version + 1L).ToString(System.Globalization.CultureInfo.InvariantCulture),
            SerialNumber = FormatSerial(serial.Span),
            Issuer = ParseName(issuer),
            Subject = ParseName(subject),
            NotBefore = ParseTime(validity),
            NotAfter = ParseTime(validity),
            EncodedVersion = version,
            SignedAlgorithm = signedAlgorithm,
            EncodedSerialNumber = serial,
            EncodedIssuer = issuer,
            EncodedValidity = encodedValidity,
            EncodedSubject = subject,
            EncodedKey = publicKey,
            PublicKey = SubjectPublicKeyInfo.Read(publicKey),
            AlternativeNames = names ?? [],
            NamesAreDamaged = names is null,
            Extensions = extensions,
            IsSelfSigned = subject.Span.SequenceEqual(issuer.Span) && extensions.AllowSelfIssue(),
        };
    }

    private static string FormatSerial(ReadOnlySpan<byte> serial)
    {
        // RFC 5280 allows none that is negative; there are some, and OpenSSL writes them with a sign.
        BigInteger number = new(serial, isUnsigned: false, isBigEndian: true);
        IEnumerable<string> bytes = BigInteger.Abs(number).ToByteArray(isUnsigned: true, isBigEndian: true)
            .Select(part => part.ToString("x2", CultureInfo.InvariantCulture));
        return (number.Sign < 0 ? "-" : "") + string.Join(':', bytes);
    }

    private static DateTimeOffset? ParseTime(AsnReader validity)
    {
        if (!validity.HasData)
            return null;

        AsnReader time = new(validity.ReadEncodedValue(), Rules);
        try
        {
            // RFC 5280, section 4.1.2.5.1: the two digits of a UTCTime mean 1950 to 2049.
            return time.PeekTag() == Asn1Tag.UtcTime ? time.ReadUtcTime(2049) : time.ReadGeneralizedTime();
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    private static DistinguishedName ParseName(ReadOnlyMemory<byte> encoded)
    {
        List<DistinguishedName.Attribute> attributes = [];
        AsnReader name = new AsnReader(encoded, Rules).ReadSequence();
        for (int part = 0; name.HasData; part++)
        {
            AsnReader set = name.ReadSetOf(skipSortOrderValidation: true);
            while (set.HasData)
            {
                AsnReader attribute = set.ReadSequence();
                string oid = attribute.ReadObjectIdentifier();
                attributes.Add(new(part, AttributeNames.For(oid), ParseText(attribute)));
            }
        }

        return attributes.Count == 0 ? DistinguishedName.Empty : new(attributes);
    }

    /// <summary>Returns the value of an attribute as text. A value that is not text is returned in hexadecimal after a number
    /// sign.</summary>
    public static string ParseText(AsnReader attribute)
    {
        ReadOnlyMemory<byte> encoded = attribute.PeekEncodedValue();
        Asn1Tag tag = attribute.PeekTag();
        ReadOnlySpan<byte> content = attribute.PeekContentBytes().Span;
        if (tag.TagClass != TagClass.Universal || tag.IsConstructed)
            return "#" + Convert.ToHexString(encoded.Span);

        return (UniversalTagNumber)tag.TagValue switch
        {
            UniversalTagNumber.UTF8String => Encoding.UTF8.GetString(content),
            UniversalTagNumber.BMPString => Encoding.BigEndianUnicode.GetString(content),
            UniversalTagNumber.UniversalString => Utf32BigEndian.GetString(content),
            UniversalTagNumber.PrintableString or UniversalTagNumber.IA5String or UniversalTagNumber.T61String
                or UniversalTagNumber.VisibleString or UniversalTagNumber.NumericString => Encoding.Latin1.GetString(content),
            _ => "#" + Convert.ToHexString(encoded.Span),
        };
    }

    private static UTF32Encoding Utf32BigEndian { get; } = new(bigEndian: true, byteOrderMark: false);

    /// <returns>Null if the extension cannot be read. Then no part of it is used.</returns>
    private static List<AlternativeName>? ParseAlternativeNames(CertificateExtensions extensions)
    {
        if (extensions.IsRepeated(ExtensionNames.SubjectAlternativeName))
            return null;

        try
        {
            return extensions.Find(ExtensionNames.SubjectAlternativeName) is { } value ? ReadAlternativeNames(value) : [];
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    /// <exception cref="AsnContentException">The names cannot be read.</exception>
    public static List<AlternativeName> ReadAlternativeNames(ReadOnlyMemory<byte> encoded)
    {
        List<AlternativeName> names = [];
        AsnReader outer = new(encoded, Rules);
        AsnReader entries = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        while (entries.HasData)
        {
            Asn1Tag tag = entries.PeekTag();
            ReadOnlyMemory<byte> content = entries.PeekContentBytes();
            entries.ReadEncodedValue();
            if (ToAlternativeName(tag, content) is { } name)
                names.Add(name);
        }

        return names;
    }

    // Text stays unchanged, including NULs and non-ASCII bytes. The code that compares it decides whether it is valid.
    private static AlternativeName? ToAlternativeName(Asn1Tag tag, ReadOnlyMemory<byte> content)
    {
        if (tag == s_address)
        {
            return content.Length is 4 or 16
                ? new(AlternativeNameEntryType.IpAddressEntry, new IPAddress(content.Span).ToString())
                : null;
        }
        if (content.Length > MaxNameLength)
            return null;
        if (tag == s_dns)
            return new(AlternativeNameEntryType.DnsEntry, Encoding.Latin1.GetString(content.Span));
        return tag == s_email
            ? new(AlternativeNameEntryType.EmailEntry, Encoding.Latin1.GetString(content.Span))
            : OtherNames.Read(tag, content, ParseName);
    }
}
