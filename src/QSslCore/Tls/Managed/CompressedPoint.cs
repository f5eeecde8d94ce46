using System.Collections.Concurrent;
using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;

namespace QSslCore.Tls.Managed;

/// <summary>
/// Elliptic-curve keys with a compressed point (SEC 1, section 2.3.3), which .NET cannot read. This class writes them with the whole
/// point. The parameters of the curve come from the system.
/// </summary>
internal static class CompressedPoint
{
    private static readonly ConcurrentDictionary<string, Curve> s_curves = new(StringComparer.Ordinal);
    private static readonly Asn1Tag s_publicKey = new(TagClass.ContextSpecific, 1, isConstructed: true);

    private sealed record Curve(BigInteger Prime, BigInteger A, BigInteger B, int Bytes);

    /// <summary>Returns a SubjectPublicKeyInfo with the whole point; the same bytes if the point is not compressed.</summary>
    /// <exception cref="CryptographicException">The point is not on its curve, or the system does not know the curve.</exception>
    /// <exception cref="AsnContentException">The data is not a SubjectPublicKeyInfo.</exception>
    /// <exception cref="PlatformNotSupportedException">This class does not know how to compute the point on the curve.</exception>
    public static ReadOnlySpan<byte> Expand(ReadOnlySpan<byte> key)
    {
        AsnReader info = new AsnReader(key.ToArray(), AsnEncodingRules.BER).ReadSequence();
        ReadOnlyMemory<byte> identifier = info.ReadEncodedValue();
        byte[] point = info.ReadBitString(out _);
        AsnReader algorithm = new AsnReader(identifier, AsnEncodingRules.BER).ReadSequence();
        if (!IsCompressed(point) || algorithm.ReadObjectIdentifier() != KeyNames.Ec || !algorithm.HasData
            || algorithm.PeekTag() != Asn1Tag.ObjectIdentifier)
            return key;
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteEncodedValue(identifier.Span);
            writer.WriteBitString(Decompress(point, s_curves.GetOrAdd(algorithm.ReadObjectIdentifier(), Describe)));
        }
        return writer.Encode();
    }

    /// <summary>Returns a private key (SEC 1) without its public point if the point is compressed. .NET computes it again.</summary>
    /// <param name="sec1">The key.</param>
    /// <param name="point">The point that was left out; empty if none was.</param>
    /// <exception cref="AsnContentException">The data is not such a key.</exception>
    public static ReadOnlySpan<byte> Strip(ReadOnlySpan<byte> sec1, out byte[] point)
    {
        point = [];
        AsnReader key = new AsnReader(sec1.ToArray(), AsnEncodingRules.BER).ReadSequence();
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            while (key.HasData)
            {
                ReadOnlyMemory<byte> part = key.ReadEncodedValue();
                if (Asn1Tag.Decode(part.Span, out _) == s_publicKey)
                    point = new AsnReader(part, AsnEncodingRules.BER).ReadSequence(s_publicKey).ReadBitString(out _);
                else
                    writer.WriteEncodedValue(part.Span);
            }
        }
        if (IsCompressed(point))
            return writer.Encode();
        point = [];
        return sec1;
    }

    /// <summary>Whether a point is the one that the compressed form describes.</summary>
    public static bool Fits(byte[] compressed, ECPoint point) =>
        compressed.AsSpan(1).SequenceEqual(point.X) && (compressed[0] & 1) == (point.Y![^1] & 1);

    private static bool IsCompressed(byte[] point) => point is [2 or 3, _, ..];

    private static byte[] Decompress(byte[] point, Curve curve)
    {
        BigInteger p = curve.Prime, x = new(point.AsSpan(1), isUnsigned: true, isBigEndian: true);
        if (point.Length != 1 + curve.Bytes || x >= p)
            throw new CryptographicException("The point is not on its curve.");
        BigInteger square = (BigInteger.ModPow(x, 3, p) + (curve.A * x) + curve.B) % p, y = BigInteger.ModPow(square, (p + 1) / 4, p);
        if (y * y % p != square)
            throw new CryptographicException("The point is not on its curve.");
        if (y.IsEven != (point[0] == 2))
            y = p - y;
        byte[] whole = new byte[1 + (2 * curve.Bytes)];
        whole[0] = 4;
        point.AsSpan(1).CopyTo(whole.AsSpan(1));
        byte[] last = y.ToByteArray(isUnsigned: true, isBigEndian: true);
        last.CopyTo(whole.AsSpan(whole.Length - last.Length));
        return whole;
    }

    /// <summary>The square root above is correct for all named prime curves except P-224, which is refused.</summary>
    private static Curve Describe(string oid)
    {
        using ECDsa any = ECDsa.Create(ECCurve.CreateFromValue(oid));
        ECCurve curve = any.ExportExplicitParameters(includePrivateParameters: false).Curve;
        if (!curve.IsPrime || (curve.Prime![^1] & 3) != 3)
            throw new PlatformNotSupportedException($"a compressed point on the curve {KeyNames.Curve(oid)?.Name ?? oid} cannot be read");
        return new(Number(curve.Prime), Number(curve.A!), Number(curve.B!), curve.Prime.Length);

        static BigInteger Number(byte[] bytes) => new(bytes, isUnsigned: true, isBigEndian: true);
    }
}
