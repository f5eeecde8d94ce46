using System.Numerics;
using System.Security.Cryptography;
using QSslCore.Probing.Messages;
using QSslCore.Probing.Sessions;

namespace QSslCore.Tests.Probing.Weaknesses;

/// <summary>The server's side of a key agreement, with its flaws.</summary>
internal sealed class FlawedKeyExchange(FlawedServer server, KeyAgreement agreement)
{
    private const int Coordinate = 32;

    /// <summary>The group 14 of RFC 3526.</summary>
    private static readonly byte[] s_prime = Convert.FromHexString(
        "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DDEF9519B3CD3A431B"
        + "302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7EDEE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3D"
        + "C2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C"
        + "32905E462E36CE3BE39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF6955817183995497CEA956AE515D2261898FA051015728E5A8AACAA68"
        + "FFFFFFFFFFFFFFFF");

    private static readonly BigInteger s_p256 = BigEndian.Number(
        Convert.FromHexString("FFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF"));

    private readonly ECDiffieHellman _ecdh = server.Flaws.ReusesEcdh ? server.Ecdh : CurveKeys.Create(ECCurve.NamedCurves.nistP256);

    private readonly BigInteger _secret = server.Flaws.ReusesDh ? server.DhSecret : BigEndian.Number(RandomNumberGenerator.GetBytes(32));

    /// <summary>The padding of the premaster secret was wrong.</summary>
    public bool IsDoubtful { get; private set; }

    /// <summary>The body of the ServerKeyExchange.</summary>
    public byte[] Message(int version, byte[] randoms)
    {
        byte[] parameters = agreement == KeyAgreement.Ecdhe ? Point() : Field();
        // Of TLS 1.0 and 1.1 the signature joins two hashes, which is left out: no probe looks at it.
        byte[] signature = version >= 0x0303
            ? server.Rsa.SignData([.. randoms, .. parameters], HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            : new byte[256];
        return [.. parameters, .. version >= 0x0303 ? (byte[])[4, 1] : [], .. Counted(signature)];
    }

    /// <summary>The premaster secret of a ClientKeyExchange; null to send an alert instead.</summary>
    /// <param name="body">The body of the message.</param>
    /// <param name="version">The version of the hello.</param>
    /// <param name="alert">The alert.</param>
    public byte[]? Premaster(ReadOnlySpan<byte> body, int version, out byte alert)
    {
        alert = 47;
        WireReader reader = new(body);
        switch (agreement)
        {
            case KeyAgreement.Ecdhe:
                return OfPoint(reader.Counted8().ToArray());
            case KeyAgreement.Dhe:
                BigInteger other = BigEndian.Number(reader.Counted16());
                return BigEndian.Bytes(BigInteger.ModPow(other, _secret, BigEndian.Number(s_prime)));
            default:
                return OfCipher(reader.Counted16().ToArray(), version, ref alert);
        }
    }

    private byte[]? OfCipher(byte[] cipher, int version, ref byte alert)
    {
        RSAParameters key = server.Rsa.ExportParameters(true);
        byte[] block = BigEndian.Bytes(
            BigInteger.ModPow(BigEndian.Number(cipher), BigEndian.Number(key.D), BigEndian.Number(key.Modulus)), key.Modulus!.Length);
        bool starts = block is [0, 2, ..];
        int separator = starts ? Array.IndexOf(block, (byte)0, 2) : -1;
        bool isWhole = separator == block.Length - 49;
        bool isRight = isWhole && block[^48] == version >> 8 && block[^47] == (byte)version;
        bool tells = server.Flaws.Robot switch
        {
            RobotOracle.Strong => !starts,
            RobotOracle.Weak => !isWhole,
            _ => false,
        };
        IsDoubtful = !starts;
        alert = 40;
        return tells ? null : isRight ? block[^48..] : RandomNumberGenerator.GetBytes(48);
    }

    private byte[]? OfPoint(byte[] point)
    {
        byte[] x = point[1..(1 + Coordinate)], y = point[(1 + Coordinate)..];
        if (server.Flaws.AcceptsInvalidPoints)
        {
            BigInteger own = BigEndian.Number(_ecdh.ExportParameters(true).D);
            if (!y.AsSpan().ContainsAnyExcept((byte)0))
                own = (own >> 1 << 1) + (server.Flaws.HasEvenKeys ? 0 : 1);
            return Multiply(BigEndian.Number(x), BigEndian.Number(y), own);
        }
        try
        {
            using ECDiffieHellman other = CurveKeys.Import(ECCurve.NamedCurves.nistP256, x, y);
            return _ecdh.DeriveRawSecretAgreement(other.PublicKey);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>A multiple of a point, wherever it is: the formulas do not use the curve's second constant.</summary>
    private static byte[] Multiply(BigInteger x, BigInteger y, BigInteger times)
    {
        (BigInteger X, BigInteger Y)? sum = null, point = (x, y);
        for (; !times.IsZero; times >>= 1)
        {
            if (!times.IsEven)
                sum = Add(sum, point);
            point = Add(point, point);
        }
        return sum is { } result ? BigEndian.Bytes(result.X, Coordinate) : RandomNumberGenerator.GetBytes(Coordinate);
    }

    private static (BigInteger X, BigInteger Y)? Add((BigInteger X, BigInteger Y)? left, (BigInteger X, BigInteger Y)? right)
    {
        if (left is not { } a)
            return right;
        if (right is not { } b)
            return left;
        if (a.X == b.X && (a.Y != b.Y || a.Y.IsZero))
            return null;
        BigInteger slope = a.X == b.X
            ? (3 * a.X * a.X - 3) * Inverse(2 * a.Y)
            : (b.Y - a.Y) * Inverse(b.X - a.X);
        BigInteger x = Mod(slope * slope - a.X - b.X);
        return (x, Mod(slope * (a.X - x) - a.Y));
    }

    private static BigInteger Inverse(BigInteger value) => BigInteger.ModPow(Mod(value), s_p256 - 2, s_p256);

    private static BigInteger Mod(BigInteger value) => (value % s_p256 + s_p256) % s_p256;

    private byte[] Point()
    {
        ECPoint q = _ecdh.ExportParameters(false).Q;
        return [3, 0, 23, 1 + 2 * Coordinate, 4, .. q.X!, .. q.Y!];
    }

    private byte[] Field()
    {
        byte[] share = BigEndian.Bytes(BigInteger.ModPow(2, _secret, BigEndian.Number(s_prime)), s_prime.Length);
        return [.. Counted(s_prime), .. Counted([2]), .. Counted(share)];
    }

    private static byte[] Counted(byte[] data) => [(byte)(data.Length >> 8), (byte)data.Length, .. data];
}
