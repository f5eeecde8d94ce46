using System.Buffers.Binary;
using System.Formats.Asn1;
using System.Numerics;
using System.Text;

namespace QSslCore;

/// <summary>Parses the usual extensions (RFC 5280, section 4.2). An extension that cannot be read causes an
/// <see cref="AsnContentException"/>.</summary>
internal static class ExtensionReader
{
    /// <summary>The TLS extension that a client uses to request a stapled OCSP response.</summary>
    public const int StatusRequest = 5;

    private const AsnEncodingRules Rules = AsnEncodingRules.BER;
    private const int LogIdLength = 32;

    private static readonly Asn1Tag s_context0 = new(TagClass.ContextSpecific, 0);
    private static readonly Asn1Tag s_context1 = new(TagClass.ContextSpecific, 1);
    private static readonly Asn1Tag s_context2 = new(TagClass.ContextSpecific, 2);
    private static readonly Asn1Tag s_url = new(TagClass.ContextSpecific, 6);

    public static (bool IsAuthority, long? PathLength) BasicConstraints(ReadOnlyMemory<byte> encoded)
    {
        AsnReader constraints = Sequence(encoded);
        bool isAuthority = constraints.HasData && constraints.PeekTag() == Asn1Tag.Boolean && constraints.ReadBoolean();
        if (!constraints.HasData)
            return (isAuthority, null);
        if (!constraints.TryReadInt64(out long length) || length < 0)
            throw new AsnContentException();
        constraints.ThrowIfNotEmpty();
        return (isAuthority, length);
    }

    public static byte[] KeyIdentifier(ReadOnlyMemory<byte> encoded) => Whole(encoded, reader => reader.ReadOctetString());

    public static (byte[]? Key, BigInteger? Serial) AuthorityKeyIdentifier(ReadOnlyMemory<byte> encoded)
    {
        byte[]? key = null;
        BigInteger? serial = null;
        for (AsnReader parts = Sequence(encoded); parts.HasData;)
        {
            Asn1Tag tag = parts.PeekTag();
            if (tag.HasSameClassAndValue(s_context0))
                key = parts.ReadOctetString(s_context0);
            else if (tag.HasSameClassAndValue(s_context2))
                serial = parts.ReadInteger(s_context2);
            else
                parts.ReadEncodedValue();
        }

        return (key, serial);
    }

    /// <summary>Returns the encoded name of the issuer's issuer; null if the extension does not contain it.</summary>
    public static ReadOnlyMemory<byte>? AuthorityIssuer(ReadOnlyMemory<byte> encoded)
    {
        Asn1Tag names = new(TagClass.ContextSpecific, 1, isConstructed: true);
        Asn1Tag directoryName = new(TagClass.ContextSpecific, 4, isConstructed: true);
        for (AsnReader parts = Sequence(encoded); parts.HasData; parts.ReadEncodedValue())
        {
            if (parts.PeekTag() != names)
                continue;
            AsnReader general = new AsnReader(parts.PeekEncodedValue(), AsnEncodingRules.BER).ReadSequence(names);
            for (; general.HasData; general.ReadEncodedValue())
            {
                if (general.PeekTag() == directoryName)
                    return general.PeekContentBytes();
            }
        }

        return null;
    }

    public static string[] KeyUsages(ReadOnlyMemory<byte> encoded)
    {
        byte[] bits = Whole(encoded, reader => reader.ReadBitString(out _));
        return [.. ExtensionNames.KeyUsages.Where((_, bit) => bit / 8 < bits.Length && (bits[bit / 8] & (0x80 >> (bit % 8))) != 0)];
    }

    public static string[] Purposes(ReadOnlyMemory<byte> encoded) => [.. PurposeOids(encoded).Select(ExtensionNames.ForPurpose)];

    public static string[] PurposeOids(ReadOnlyMemory<byte> encoded)
    {
        List<string> purposes = [];
        for (AsnReader list = Sequence(encoded); list.HasData;)
            purposes.Add(list.ReadObjectIdentifier());
        return [.. purposes];
    }

    public static string[] Policies(ReadOnlyMemory<byte> encoded)
    {
        List<string> policies = [];
        for (AsnReader list = Sequence(encoded); list.HasData;)
            policies.Add(list.ReadSequence().ReadObjectIdentifier());
        return [.. policies];
    }

    /// <summary>Returns pairs of an issuer's policy and the equivalent policy of the subject.</summary>
    public static IReadOnlyList<(string Issuer, string Subject)> PolicyMappings(ReadOnlyMemory<byte> encoded)
    {
        List<(string, string)> mappings = [];
        for (AsnReader list = Sequence(encoded); list.HasData;)
        {
            AsnReader pair = list.ReadSequence();
            mappings.Add((pair.ReadObjectIdentifier(), pair.ReadObjectIdentifier()));
            pair.ThrowIfNotEmpty();
        }

        return mappings.Count > 0 ? mappings : throw new AsnContentException();
    }

    /// <summary>Returns the numbers of certificates after which a policy is required, and after which mappings end. At least one is
    /// present.</summary>
    public static (int? RequireExplicitPolicy, int? InhibitPolicyMapping) PolicyConstraints(ReadOnlyMemory<byte> encoded)
    {
        AsnReader parts = Sequence(encoded);
        int? require = parts.HasData && parts.PeekTag() == s_context0 ? SkipCerts(parts.ReadIntegerBytes(s_context0)) : null;
        int? inhibit = parts.HasData && parts.PeekTag() == s_context1 ? SkipCerts(parts.ReadIntegerBytes(s_context1)) : null;
        parts.ThrowIfNotEmpty();
        return require is null && inhibit is null ? throw new AsnContentException() : (require, inhibit);
    }

    public static int InhibitAnyPolicy(ReadOnlyMemory<byte> encoded) => SkipCerts(Whole(encoded, reader => reader.ReadIntegerBytes()));

    /// <summary>Returns the bits of Netscape's certificate type, the first bit in the highest place.</summary>
    public static byte NetscapeTypes(ReadOnlyMemory<byte> encoded) =>
        Whole(encoded, reader => reader.ReadBitString(out _)) is [byte first, ..] ? first : (byte)0;

    /// <summary>Returns methods and URLs. Entries with another kind of location are ignored.</summary>
    public static IReadOnlyList<(string Method, string Url)> InformationAccess(ReadOnlyMemory<byte> encoded)
    {
        List<(string, string)> found = [];
        for (AsnReader list = Sequence(encoded); list.HasData;)
        {
            AsnReader description = list.ReadSequence();
            string method = ExtensionNames.ForAccessMethod(description.ReadObjectIdentifier());
            if (ReadUrl(description) is { } url)
                found.Add((method, url));
        }

        return found;
    }

    public static string[] CrlUrls(ReadOnlyMemory<byte> encoded)
    {
        List<string> urls = [];
        for (AsnReader points = Sequence(encoded); points.HasData;)
        {
            AsnReader point = points.ReadSequence();
            if (!point.HasData || !point.PeekTag().HasSameClassAndValue(s_context0))
                continue;
            AsnReader name = point.ReadSequence(s_context0);
            if (!name.HasData || !name.PeekTag().HasSameClassAndValue(s_context0))
                continue;
            for (AsnReader full = name.ReadSequence(s_context0); full.HasData;)
            {
                if (ReadUrl(full) is { } url)
                    urls.Add(url);
            }
        }

        return [.. urls];
    }

    public static int[] TlsFeatures(ReadOnlyMemory<byte> encoded)
    {
        List<int> features = [];
        for (AsnReader list = Sequence(encoded); list.HasData;)
            features.Add(list.TryReadInt32(out int number) ? number : throw new AsnContentException());
        return [.. features];
    }

    /// <summary>Reads the timestamps (RFC 6962, section 3.3): a list in TLS encoding within an octet string.</summary>
    public static IReadOnlyList<SignedCertificateTimestamp> Timestamps(ReadOnlyMemory<byte> encoded)
    {
        ReadOnlySpan<byte> list = Whole(encoded, reader => reader.ReadOctetString());
        ReadOnlySpan<byte> rest = Counted(ref list);
        if (!list.IsEmpty)
            throw new AsnContentException();
        List<SignedCertificateTimestamp> timestamps = [];
        while (!rest.IsEmpty)
        {
            ReadOnlySpan<byte> entry = Counted(ref rest);
            if (entry.Length < 1 + LogIdLength + sizeof(ulong))
                throw new AsnContentException();
            ulong milliseconds = BinaryPrimitives.ReadUInt64BigEndian(entry[(1 + LogIdLength)..]);
            if (milliseconds > (ulong)DateTimeOffset.MaxValue.ToUnixTimeMilliseconds())
                throw new AsnContentException();
            timestamps.Add(new(
                entry[0] + 1, Convert.ToBase64String(entry.Slice(1, LogIdLength)),
                    DateTimeOffset.FromUnixTimeMilliseconds((long)milliseconds)));
        }

        return timestamps;
    }

    // No path has enough certificates for a greater number to make a difference.
    private static int SkipCerts(ReadOnlyMemory<byte> encoded)
    {
        BigInteger number = new(encoded.Span, isUnsigned: false, isBigEndian: true);
        return number.Sign < 0 ? throw new AsnContentException() : (int)BigInteger.Min(number, int.MaxValue);
    }

    private static ReadOnlySpan<byte> Counted(ref ReadOnlySpan<byte> data)
    {
        if (data.Length < sizeof(ushort) || BinaryPrimitives.ReadUInt16BigEndian(data) is var length
            && data.Length - sizeof(ushort) < length)
            throw new AsnContentException();
        ReadOnlySpan<byte> content = data.Slice(sizeof(ushort), length);
        data = data[(sizeof(ushort) + length)..];
        return content;
    }

    /// <returns>Null if the next general name is not a URL. It is skipped in both cases.</returns>
    private static string? ReadUrl(AsnReader names)
    {
        bool isUrl = names.PeekTag() == s_url;
        ReadOnlyMemory<byte> content = names.PeekContentBytes();
        names.ReadEncodedValue();
        return isUrl ? VisibleText.Of(Encoding.Latin1.GetString(content.Span)) : null;
    }

    private static AsnReader Sequence(ReadOnlyMemory<byte> encoded) => Whole(encoded, reader => reader.ReadSequence());

    private static T Whole<T>(ReadOnlyMemory<byte> encoded, Func<AsnReader, T> read)
    {
        AsnReader reader = new(encoded, Rules);
        T value = read(reader);
        reader.ThrowIfNotEmpty();
        return value;
    }
}
