using System.Formats.Asn1;
using System.Numerics;

namespace QSslCore.Verification;

/// <summary>
/// Checks whether keys are strong enough: 112 bits of security (NIST SP 800-57, part 1, section 5.6), as in OpenSSL's security level 2.
/// Everything is read from the key itself. A key of unknown strength counts as weak.
/// </summary>
internal static class KeyStrength
{
    private const int MinModulusBits = 2048;
    private const int MinGroupBits = 224;

    private const AsnEncodingRules Rules = AsnEncodingRules.BER;

    /// <summary>The key agreement algorithms. Each has one size, with at least 128 bits of security: X25519, X448, ML-KEM.</summary>
    private static readonly HashSet<string> s_strongAgreements =
        [KeyNames.X25519, KeyNames.X448, "2.16.840.1.101.3.4.4.1", "2.16.840.1.101.3.4.4.2", "2.16.840.1.101.3.4.4.3"];

    /// <summary>Whether the certificate's key is too weak, or its strength is not known.</summary>
    public static bool IsWeak(QSslCertificate certificate) => WeaknessOf(certificate.Facts.EncodedKey) is not null;

    /// <summary>Returns the reason why a key is weak.</summary>
    /// <param name="encoded">The SubjectPublicKeyInfo.</param>
    /// <returns>The end of a sentence; null if the key is strong.</returns>
    public static string? WeaknessOf(ReadOnlyMemory<byte> encoded)
    {
        try
        {
            AsnReader outer = new(encoded, Rules);
            AsnReader info = outer.ReadSequence();
            outer.ThrowIfNotEmpty();
            AsnReader identifier = info.ReadSequence();
            string oid = identifier.ReadObjectIdentifier();
            ReadOnlyMemory<byte> key = info.ReadBitString(out _);
            info.ThrowIfNotEmpty();
            return oid switch
            {
                KeyNames.Rsa or KeyNames.RsaOfX500 or KeyNames.RsaPss => WeaknessOfRsa(key),
                KeyNames.Dsa => WeaknessOfGroup("DSA", identifier.ReadSequence(), hasOrder: true),
                KeyNames.DhPkcs3 => WeaknessOfGroup("DH", identifier.ReadSequence(), hasOrder: false),
                KeyNames.DhX942 => WeaknessOfDhX942(identifier.ReadSequence()),
                KeyNames.Ec => WeaknessOfCurve(identifier, key.Span),
                _ => IsStrongByDefinition(oid) ? null : $"nothing is known about the strength of keys of the algorithm {oid}",
            };
        }
        catch (AsnContentException)
        {
            return "the key cannot be read";
        }
    }

    /// <summary>Whether every key of the algorithm is strong. Keys of EdDSA, ML-DSA and SLH-DSA have at least 128 bits of
    /// security.</summary>
    private static bool IsStrongByDefinition(string oid) => s_strongAgreements.Contains(oid)
        || SignatureAlgorithmTable.Find(oid).Scheme is SignatureScheme.EdDsa or SignatureScheme.MlDsa or SignatureScheme.SlhDsa;

    private static string? WeaknessOfRsa(ReadOnlyMemory<byte> key)
    {
        AsnReader outer = new(key, Rules);
        AsnReader numbers = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        BigInteger modulus = numbers.ReadInteger(), exponent = numbers.ReadInteger();
        numbers.ThrowIfNotEmpty();
        // If the exponent is 1, a signature is the message itself.
        if (modulus.Sign <= 0 || modulus.IsEven || exponent < 3 || exponent.IsEven)
            return "its numbers are not those of an RSA key";
        return TooShort("RSA", modulus, MinModulusBits);
    }

    private static string? WeaknessOfGroup(string name, AsnReader parameters, bool hasOrder)
    {
        string? ofModulus = TooShort(name, parameters.ReadInteger(), MinModulusBits);
        return ofModulus ?? (hasOrder ? TooShort($"{name} group", parameters.ReadInteger(), MinGroupBits) : null);
    }

    // X9.42 writes the generator between the modulus and the order.
    private static string? WeaknessOfDhX942(AsnReader parameters)
    {
        string? ofModulus = TooShort("DH", parameters.ReadInteger(), MinModulusBits);
        parameters.ReadInteger();
        return ofModulus ?? TooShort("DH group", parameters.ReadInteger(), MinGroupBits);
    }

    private static string? WeaknessOfCurve(AsnReader identifier, ReadOnlySpan<byte> point)
    {
        // RFC 5480, section 2.1.1: certificates name their curve. Explicit parameters can be forged to fit any key (CVE-2020-0601).
        if (!identifier.HasData || identifier.PeekTag() != Asn1Tag.ObjectIdentifier)
            return "its elliptic curve is written out instead of named";
        string oid = identifier.ReadObjectIdentifier();
        if (KeyNames.Curve(oid) is not { } curve)
            return $"nothing is known about the elliptic curve {oid}";
        if (curve.Bits < MinGroupBits)
            return $"the elliptic curve {curve.Name} has {curve.Bits} bits, and {MinGroupBits} are required";
        int coordinate = (curve.Bits + 7) / 8;
        bool isPoint = point.Length == 1 + (2 * coordinate) ? point[0] == 4 : point.Length == 1 + coordinate && point[0] is 2 or 3;
        return isPoint ? null : $"its point is not one of the elliptic curve {curve.Name}";
    }

    private static string? TooShort(string name, BigInteger number, int least) => number.Sign <= 0
        ? $"its numbers are not those of a {name} key"
        : number.GetBitLength() is var bits && bits < least ? $"{name} with {bits} bits, and {least} are required" : null;
}
