using System.Formats.Asn1;
using System.Numerics;

namespace QSslCore;

/// <summary>
/// The work of deriving the cipher key of an encrypted key from a pass phrase. The file contains the number of rounds, and a
/// malicious file can request years of work.
/// </summary>
internal static class DerivationCost
{
    /// <summary>The maximum, which takes some seconds. Usual keys request 2048 to 1 000 000 rounds.</summary>
    public const int MaxRounds = 10_000_000;

    /// <summary>The number that OWASP recommends for PBKDF2 with HMAC-SHA-256: half a second with the pass phrase, years to guess
    /// it.</summary>
    public const int UsualRounds = 600_000;

    private const int DeepestParameters = 6;

    /// <summary>Whether an encrypted PKCS#8 key (RFC 5958, section 3) requests more; false for other data.</summary>
    public static bool IsExcessive(ReadOnlySpan<byte> der)
    {
        try
        {
            // An unencrypted key begins with a number. The data is not copied, because a copy would stay in memory.
            AsnDecoder.ReadSequence(der, AsnEncodingRules.BER, out int offset, out int length, out _);
            if (length == 0 || Asn1Tag.Decode(der.Slice(offset, length), out _) != Asn1Tag.Sequence)
                return false;
            // The first element, the algorithm, contains no other numbers of this size, because salts are octet strings.
            AsnReader key = new AsnReader(der.ToArray(), AsnEncodingRules.BER).ReadSequence();
            AsnReader algorithm = key.ReadSequence();
            // A public key has a similar structure, but its numbers are those of its algorithm.
            return key.HasData && key.PeekTag().HasSameClassAndValue(Asn1Tag.PrimitiveOctetString)
                && HasLargeNumber(algorithm, DeepestParameters);
        }
        catch (AsnContentException)
        {
            return false;
        }
    }

    private static bool HasLargeNumber(AsnReader sequence, int depth)
    {
        while (sequence.HasData)
        {
            Asn1Tag tag = sequence.PeekTag();
            if (tag == Asn1Tag.Integer)
            {
                if (BigInteger.Abs(sequence.ReadInteger()) > MaxRounds)
                    return true;
            }
            else if (tag == Asn1Tag.Sequence && depth > 0)
            {
                if (HasLargeNumber(sequence.ReadSequence(), depth - 1))
                    return true;
            }
            else
            {
                sequence.ReadEncodedValue();
            }
        }

        return false;
    }
}
