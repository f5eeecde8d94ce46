using System.Formats.Asn1;
using System.Numerics;

namespace QSslCore;

/// <summary>Reads public keys in the form of certificates (RFC 5280, section 4.1.2.7), without a TLS library.</summary>
internal static class SubjectPublicKeyInfo
{
    /// <returns>A null key if the encoding cannot be read.</returns>
    public static QSslKey Read(ReadOnlyMemory<byte> encoded)
    {
        try
        {
            AsnReader info = new AsnReader(encoded, AsnEncodingRules.BER).ReadSequence();
            AsnReader identifier = info.ReadSequence();
            string oid = identifier.ReadObjectIdentifier();
            ReadOnlyMemory<byte> key = info.ReadBitString(out _);
            (KeyAlgorithm algorithm, int length) = Measure(oid, identifier, key);
            return QSslKey.FromMaterial(encoded.Span, KeyType.PublicKey, algorithm, length);
        }
        catch (AsnContentException)
        {
            return QSslKey.Null;
        }
    }

    /// <summary>Returns the key without its algorithm. OCSP identifies keys by these bytes.</summary>
    /// <returns>Null if the encoding cannot be read.</returns>
    public static ReadOnlyMemory<byte>? KeyBits(ReadOnlyMemory<byte> encoded)
    {
        try
        {
            AsnReader info = new AsnReader(encoded, AsnEncodingRules.BER).ReadSequence();
            info.ReadEncodedValue();
            return info.ReadBitString(out _);
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    /// <summary>Whether two keys are the same point of the same curve, compressed or not (SEC 1, section 2.3.3).</summary>
    /// <exception cref="AsnContentException">One of the keys cannot be read.</exception>
    public static bool AreSamePoint(ReadOnlyMemory<byte> one, ReadOnlyMemory<byte> other)
    {
        (ReadOnlyMemory<byte> Curve, byte[] Point) a = Read(one), b = Read(other);
        return a.Curve.Span.SequenceEqual(b.Curve.Span) && Compress(a.Point).AsSpan().SequenceEqual(Compress(b.Point));

        static (ReadOnlyMemory<byte>, byte[]) Read(ReadOnlyMemory<byte> key)
        {
            AsnReader info = new AsnReader(key, AsnEncodingRules.BER).ReadSequence();
            return (info.ReadEncodedValue(), info.ReadBitString(out _));
        }

        static byte[] Compress(byte[] point) =>
            point is [4, .., var last] && point.Length % 2 == 1 ? [(byte)(2 + (last & 1)), .. point[1..(1 + (point.Length / 2))]] : point;
    }

    private static (KeyAlgorithm Algorithm, int Length) Measure(string oid, AsnReader parameters, ReadOnlyMemory<byte> key) => oid switch
    {
        KeyNames.Rsa or KeyNames.RsaOfX500 or KeyNames.RsaPss =>
            (KeyAlgorithm.Rsa, FirstIntegerBits(new AsnReader(key, AsnEncodingRules.BER))),
        KeyNames.Dsa => (KeyAlgorithm.Dsa, parameters.HasData ? FirstIntegerBits(parameters) : -1),
        KeyNames.DhPkcs3 or KeyNames.DhX942 => (KeyAlgorithm.Dh, FirstIntegerBits(parameters)),
        KeyNames.Ec => (KeyAlgorithm.Ec, FieldBits(parameters)),
        _ when KeyNames.MlDsaSecurityBits(oid) is int bits => (KeyAlgorithm.MlDsa, bits),
        _ => (KeyAlgorithm.Opaque, -1),
    };

    private static int FieldBits(AsnReader parameters)
    {
        if (parameters.PeekTag() == Asn1Tag.ObjectIdentifier)
            return KeyNames.Curve(parameters.ReadObjectIdentifier())?.Bits ?? -1;

        // An explicit curve (X9.62 ECParameters): its field is an identifier and a prime, or otherwise a description.
        AsnReader curve = parameters.ReadSequence();
        curve.ReadInteger();
        AsnReader field = curve.ReadSequence();
        field.ReadObjectIdentifier();
        return field.PeekTag() == Asn1Tag.Integer ? Bits(field.ReadInteger()) : -1;
    }

    private static int FirstIntegerBits(AsnReader sequence) => Bits(sequence.ReadSequence().ReadInteger());

    private static int Bits(BigInteger value) => (int)value.GetBitLength();
}
