using System.Formats.Asn1;
using System.Numerics;

namespace QSslCore;

/// <summary>
/// What it costs to make an encrypted key's cipher key of a pass phrase. The file says how many rounds to go, and one
/// made with ill will can ask for years of them.
/// </summary>
internal static class DerivationCost
{
    /// <summary>Some seconds' work; usual keys ask for 2048 to 1 000 000.</summary>
    public const int MaxRounds = 10_000_000;

    /// <summary>OWASP's figure for PBKDF2 with HMAC-SHA-256: half a second for who knows the pass phrase, years for who guesses.</summary>
    public const int UsualRounds = 600_000;

    private const int DeepestParameters = 6;

    /// <summary>Whether an encrypted PKCS#8 key (RFC 5958, section 3) asks for more; false for what is not one.</summary>
    public static bool IsExcessive(ReadOnlySpan<byte> der)
    {
        try
        {
            // A key in the open begins with a number. It is looked at in place: a copy would stay in memory.
            AsnDecoder.ReadSequence(der, AsnEncodingRules.BER, out int offset, out int length, out _);
            if (length == 0 || Asn1Tag.Decode(der.Slice(offset, length), out _) != Asn1Tag.Sequence)
                return false;
            // Its first element, the algorithm, holds no other numbers that large: salts are octet strings.
            AsnReader key = new AsnReader(der.ToArray(), AsnEncodingRules.BER).ReadSequence();
            AsnReader algorithm = key.ReadSequence();
            // A public key looks alike, but its numbers are those of its algorithm.
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
