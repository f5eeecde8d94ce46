using System.Formats.Asn1;

namespace QSslCore;

/// <summary>
/// The structure that all encoded keys have in common. For other data, a TLS library reports the same error as for a key of an
/// unknown algorithm.
/// </summary>
internal static class KeyStructure
{
    /// <summary>
    /// Whether the data is one sequence that begins with a number (PKCS#8, PKCS#1, SEC 1 and the like) or with an algorithm
    /// (SubjectPublicKeyInfo, encrypted PKCS#8).
    /// </summary>
    public static bool IsPlausible(ReadOnlySpan<byte> der)
    {
        try
        {
            AsnDecoder.ReadSequence(der, AsnEncodingRules.BER, out int offset, out int length, out int consumed);
            ReadOnlySpan<byte> content = der.Slice(offset, length);
            if (consumed != der.Length || content.IsEmpty)
                return false;
            if (Asn1Tag.Decode(content, out _) == Asn1Tag.Integer)
                return true;

            AsnDecoder.ReadSequence(content, AsnEncodingRules.BER, out offset, out length, out _);
            return length > 0 && Asn1Tag.Decode(content.Slice(offset, length), out _) == Asn1Tag.ObjectIdentifier;
        }
        catch (AsnContentException)
        {
            return false;
        }
    }
}
