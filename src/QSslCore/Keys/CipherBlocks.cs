using System.Formats.Asn1;

namespace QSslCore;

/// <summary>
/// Keys are encrypted in whole blocks. This class distinguishes truncated data from a wrong pass phrase; a library reports the same error
/// for both.
/// </summary>
internal static class CipherBlocks
{
    private const string AesCiphers = "2.16.840.1.101.3.4.1.";
    private const string Rc4Schemes = "1.2.840.113549.1.12.1.";
    private const int AesBlock = 16;
    private const int UsualBlock = 8;

    /// <summary>Whether the data has a length that a block cipher can write.</summary>
    public static bool AreWhole(ReadOnlySpan<byte> encrypted, int block = UsualBlock) =>
        encrypted.Length >= block && encrypted.Length % block == 0;

    /// <summary>Makes the same check for an encrypted PKCS#8 key (RFC 5958, section 3); true for other data.</summary>
    public static bool AreWholeInPkcs8(ReadOnlySpan<byte> der)
    {
        try
        {
            // An unencrypted key begins with a number. The data is not copied, because a copy would stay in memory.
            AsnDecoder.ReadSequence(der, AsnEncodingRules.BER, out int offset, out int length, out _);
            if (length == 0 || Asn1Tag.Decode(der.Slice(offset, length), out _) != Asn1Tag.Sequence)
                return true;
            AsnReader key = new AsnReader(der.ToArray(), AsnEncodingRules.BER).ReadSequence();
            AsnReader algorithm = key.ReadSequence();
            if (!key.HasData || !key.PeekTag().HasSameClassAndValue(Asn1Tag.PrimitiveOctetString))
                return true;
            byte[] encrypted = key.ReadOctetString();
            string scheme = algorithm.ReadObjectIdentifier();
            // PKCS#12 also has a stream cipher.
            if (scheme is Rc4Schemes + "1" or Rc4Schemes + "2")
                return true;
            return AreWhole(encrypted, IsAes(algorithm) ? AesBlock : UsualBlock);
        }
        catch (AsnContentException)
        {
            return true;
        }
    }

    /// <summary>In PBES2, the cipher follows the key derivation (RFC 8018, appendix A.4).</summary>
    private static bool IsAes(AsnReader scheme)
    {
        if (!scheme.HasData || scheme.PeekTag() != Asn1Tag.Sequence)
            return false;
        AsnReader parameters = scheme.ReadSequence();
        if (!parameters.HasData || parameters.PeekTag() != Asn1Tag.Sequence)
            return false;
        parameters.ReadSequence();
        return parameters.HasData && parameters.PeekTag() == Asn1Tag.Sequence
            && parameters.ReadSequence().ReadObjectIdentifier().StartsWith(AesCiphers, StringComparison.Ordinal);
    }
}
