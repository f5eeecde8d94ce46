using System.Formats.Asn1;

namespace QSslCore;

/// <summary>Parses the parts of a PKCS#12 bundle (RFC 7292, section 4) that are needed to recognize it and to find its keys.</summary>
internal static class Pkcs12Structure
{
    private const string Data = Pkcs7.Data;
    private const string KeyBag = "1.2.840.113549.1.12.10.1.1";
    private const string ShroudedKeyBag = "1.2.840.113549.1.12.10.1.2";
    private const string FriendlyName = "1.2.840.113549.1.9.20";
    private const AsnEncodingRules Rules = AsnEncodingRules.BER;

    private static readonly Asn1Tag s_context0 = new(TagClass.ContextSpecific, 0, isConstructed: true);

    /// <summary>Whether the data begins like a bundle: version 3, and then a content of some type.</summary>
    public static bool IsPlausible(ReadOnlySpan<byte> data)
    {
        try
        {
            // Without a copy: the data may be a key, and a copy would stay in memory.
            AsnDecoder.ReadSequence(data, Rules, out int offset, out int length, out _);
            ReadOnlySpan<byte> bundle = data.Slice(offset, length);
            if (!AsnDecoder.TryReadInt32(bundle, Rules, out int version, out int consumed) || version != 3)
                return false;
            bundle = bundle[consumed..];
            AsnDecoder.ReadSequence(bundle, Rules, out offset, out length, out _);
            return length > 0 && Asn1Tag.Decode(bundle.Slice(offset, length), out _) == Asn1Tag.ObjectIdentifier;
        }
        catch (AsnContentException)
        {
            return false;
        }
    }

    /// <summary>Returns the keys outside encrypted contents, each as PKCS#8 and most of them encrypted, with their names.</summary>
    public static IReadOnlyList<(byte[] Encoded, string Alias)> Keys(byte[] data)
    {
        List<(byte[] Encoded, string Alias)> keys = [];
        try
        {
            AsnReader bundle = new AsnReader(data, Rules).ReadSequence();
            bundle.ReadInteger();
            for (AsnReader contents = SequenceIn(bundle.ReadSequence()) ?? new(default, Rules); contents.HasData;)
            {
                // An encrypted content usually contains certificates.
                if (SequenceIn(contents.ReadSequence()) is { } bags)
                    AddKeys(keys, bags);
            }
        }
        catch (AsnContentException)
        {
            // The keys that were found before may be sufficient.
        }

        return keys;
    }

    private static void AddKeys(List<(byte[] Encoded, string Alias)> keys, AsnReader bags)
    {
        while (bags.HasData)
        {
            AsnReader bag = bags.ReadSequence();
            if (bag.ReadObjectIdentifier() is KeyBag or ShroudedKeyBag)
            {
                byte[] key = bag.ReadSequence(s_context0).ReadEncodedValue().ToArray();
                keys.Add((key, bag.HasData ? FriendlyNameIn(bag.ReadSetOf(skipSortOrderValidation: true)) : ""));
            }
        }
    }

    private static string FriendlyNameIn(AsnReader attributes)
    {
        while (attributes.HasData)
        {
            AsnReader attribute = attributes.ReadSequence();
            if (attribute.ReadObjectIdentifier() == FriendlyName)
                return attribute.ReadSetOf().ReadCharacterString(UniversalTagNumber.BMPString);
        }
        return "";
    }

    /// <returns>Null if the content is not plain data.</returns>
    private static AsnReader? SequenceIn(AsnReader content) => content.ReadObjectIdentifier() == Data
        ? new AsnReader(content.ReadSequence(s_context0).ReadOctetString(), Rules).ReadSequence()
        : null;
}
