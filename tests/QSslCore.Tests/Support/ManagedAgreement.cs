using System.Numerics;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using QSslCore.Probing.Messages;
using QSslCore.Probing.Sessions;

namespace QSslCore.Tests.Support;

/// <summary>Agrees on secrets by the NIST curves with no help of the system: for systems that make no such keys. For tests alone, because
/// its time depends on the secret.</summary>
internal sealed class ManagedAgreement : ECDiffieHellman
{
    private static readonly Curve[] s_curves =
    [
        new(ECCurve.NamedCurves.nistP256, 256, "FFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF",
            "5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B",
            "6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296",
            "4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5"),
        new(ECCurve.NamedCurves.nistP384, 384,
            "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEFFFFFFFF0000000000000000FFFFFFFF",
            "B3312FA7E23EE7E4988E056BE3F82D19181D9C6EFE8141120314088F5013875AC656398D8A2ED19D2A85C8EDD3EC2AEF",
            "AA87CA22BE8B05378EB1C71EF320AD746E1D3B628BA79B9859F741E082542A385502F25DBF55296C3A545E3872760AB7",
            "3617DE4A96262C6F5D9E98BF9292DC29F8F41DBD289A147CE9DA3113B5F0B8C00A60B1CE1D7E819D7A431D7C90EA0E5F"),
        new(ECCurve.NamedCurves.nistP521, 521,
            "01FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF" +
            "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF",
            "0051953EB9618E1C9A1F929A21A0B68540EEA2DA725B99B315F3B8B489918EF109E1" +
            "56193951EC7E937B1652C0BD3BB1BF073573DF883D2C34F1EF451FD46B503F00",
            "00C6858E06B70404E9CD9E3ECB662395B4429C648139053FB521F828AF606B4D3DBA" +
            "A14B5E77EFE75928FE1DC127A2FFA8DE3348B3C1856A429BF97E7E31C2E5BD66",
            "011839296A789A3BC0045C8A5FB42C7D1BD998F54449579B446817AFBD17273E662C" +
            "97EE72995EF42640C550B9013FAD0761353C7086A272C24088BE94769FD16650"),
    ];

    private readonly Curve _curve;
    private readonly BigInteger _secret;
    private readonly (BigInteger X, BigInteger Y) _point;

    /// <summary>Makes a new key, or the public key of a point.</summary>
    /// <exception cref="CryptographicException">The curve is not one of the three, or the point is not on it.</exception>
    public ManagedAgreement(ECParameters parameters)
    {
        _curve = s_curves.FirstOrDefault(curve => curve.Is(parameters.Curve))
            ?? throw new CryptographicException("There is no such curve.");
        KeySizeValue = _curve.Bits;
        if (parameters.Q is { X: { } x, Y: { } y })
        {
            _point = (BigEndian.Number(x), BigEndian.Number(y));
            if (!_curve.Contains(_point))
                throw new CryptographicException("The point is not on its curve.");
            return;
        }
        // Less than the order of each curve, and not zero.
        _secret = BigEndian.Number(RandomNumberGenerator.GetBytes(_curve.Bits / 8 - 1)) + 1;
        _point = _curve.Multiply(_curve.Base, _secret);
    }

    public override ECDiffieHellmanPublicKey PublicKey => new Public(ExportParameters(includePrivateParameters: false));

    public override ECParameters ExportParameters(bool includePrivateParameters) => new()
    {
        Curve = _curve.Name,
        Q = new() { X = BigEndian.Bytes(_point.X, _curve.Length), Y = BigEndian.Bytes(_point.Y, _curve.Length) },
        D = includePrivateParameters ? BigEndian.Bytes(_secret, _curve.Length) : null,
    };

    public override byte[] DeriveRawSecretAgreement(ECDiffieHellmanPublicKey otherPartyPublicKey)
    {
        using ManagedAgreement other = new(otherPartyPublicKey.ExportParameters());
        return BigEndian.Bytes(_curve.Multiply(other._point, _secret).X, _curve.Length);
    }

    [ModuleInitializer]
    internal static void TakePlace()
    {
        if (!TestKeys.HasEllipticKeys)
            CurveKeys.Source = parameters => new ManagedAgreement(parameters);
    }

    private sealed class Public(ECParameters parameters) : ECDiffieHellmanPublicKey
    {
        public override ECParameters ExportParameters() => parameters;
    }

    /// <summary>y² = x³ - 3x + b.</summary>
    private sealed class Curve(ECCurve name, int bits, string prime, string b, string x, string y)
    {
        private readonly BigInteger _prime = Number(prime), _b = Number(b);

        public ECCurve Name => name;

        public int Bits => bits;

        public int Length => (bits + 7) / 8;

        public (BigInteger X, BigInteger Y) Base { get; } = (Number(x), Number(y));

        public bool Is(ECCurve other) => other.Oid.Value == name.Oid.Value || other.Oid.FriendlyName == name.Oid.FriendlyName;

        public bool Contains((BigInteger X, BigInteger Y) point) => point.X < _prime && point.Y < _prime
            && Mod(point.Y * point.Y - point.X * point.X * point.X + 3 * point.X - _b).IsZero;

        /// <summary>By Jacobian coordinates, which take one inverse in all.</summary>
        public (BigInteger X, BigInteger Y) Multiply((BigInteger X, BigInteger Y) point, BigInteger times)
        {
            (BigInteger X, BigInteger Y, BigInteger Z) sum = (1, 1, 0);
            for (int bit = (int)times.GetBitLength() - 1; bit >= 0; bit--)
            {
                sum = Double(sum);
                if (!(times >> bit).IsEven)
                    sum = Add(sum, point);
            }
            BigInteger inverse = BigInteger.ModPow(sum.Z, _prime - 2, _prime), square = Mod(inverse * inverse);
            return (Mod(sum.X * square), Mod(sum.Y * square * inverse));
        }

        private (BigInteger X, BigInteger Y, BigInteger Z) Double((BigInteger X, BigInteger Y, BigInteger Z) p)
        {
            if (p.Z.IsZero)
                return p;
            BigInteger zz = Mod(p.Z * p.Z), yy = Mod(p.Y * p.Y), s = Mod(4 * p.X * yy), m = Mod(3 * (p.X - zz) * (p.X + zz));
            BigInteger x = Mod(m * m - 2 * s);
            return (x, Mod(m * (s - x) - 8 * yy * yy), Mod(2 * p.Y * p.Z));
        }

        private (BigInteger X, BigInteger Y, BigInteger Z) Add(
            (BigInteger X, BigInteger Y, BigInteger Z) p, (BigInteger X, BigInteger Y) q)
        {
            if (p.Z.IsZero)
                return (q.X, q.Y, 1);
            BigInteger zz = Mod(p.Z * p.Z), h = Mod(q.X * zz - p.X), r = Mod(q.Y * zz * p.Z - p.Y);
            if (h.IsZero)
                return r.IsZero ? Double(p) : (1, 1, 0);
            BigInteger hh = Mod(h * h), hhh = Mod(h * hh), v = Mod(p.X * hh);
            BigInteger x = Mod(r * r - hhh - 2 * v);
            return (x, Mod(r * (v - x) - p.Y * hhh), Mod(p.Z * h));
        }

        private BigInteger Mod(BigInteger number)
        {
            BigInteger rest = number % _prime;
            return rest.Sign < 0 ? rest + _prime : rest;
        }

        private static BigInteger Number(string digits) => BigEndian.Number(Convert.FromHexString(digits));
    }
}
