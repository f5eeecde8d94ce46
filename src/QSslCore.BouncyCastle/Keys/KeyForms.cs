using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.Sec;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Asn1.X9;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Parameters;
using QSslCore.Tls;

namespace QSslCore.BouncyCastle.Keys;

/// <summary>The forms of private keys: PKCS#8, which every backend uses, and the older forms of RSA, DSA and elliptic curves.</summary>
internal static class KeyForms
{
    private const int Pkcs1Numbers = 9;
    private const int DsaNumbers = 6;

    private static readonly AlgorithmIdentifier s_rsa = new(PkcsObjectIdentifiers.RsaEncryption, DerNull.Instance);

    /// <exception cref="ArgumentException">The data is not a private key.</exception>
    public static PrivateKeyInfo ToPkcs8(Asn1Sequence key)
    {
        if (key.Count >= 3 && key[1] is Asn1Sequence)
            return PrivateKeyInfo.GetInstance(key);
        if (key.Count >= 2 && key[1] is Asn1OctetString)
        {
            ECPrivateKeyStructure ec = ECPrivateKeyStructure.GetInstance(key);
            return new(new(X9ObjectIdentifiers.IdECPublicKey, ec.Parameters ?? throw new ArgumentException("the curve is missing")), ec);
        }
        return key.Count switch
        {
            Pkcs1Numbers => new(s_rsa, RsaPrivateKeyStructure.GetInstance(key)),
            DsaNumbers => new(new(X9ObjectIdentifiers.IdDsa, new DsaParameter(Number(1), Number(2), Number(3))), key[5]),
            _ => throw new ArgumentException("it is not a private key"),
        };

        Org.BouncyCastle.Math.BigInteger Number(int at) => DerInteger.GetInstance(key[at]).Value;
    }

    /// <summary>Returns a key in the form of all backends. A key on a curve has its public point, uncompressed.</summary>
    /// <returns>The key, or null if its two halves do not match.</returns>
    public static TlsKeyResult? ToResult(PrivateKeyInfo info, AsymmetricKeyParameter key)
    {
        switch (key)
        {
            case ECPrivateKeyParameters ec:
                ECPublicKeyParameters half = (ECPublicKeyParameters)PublicHalf.Of(ec);
                if (ECPrivateKeyStructure.GetInstance(info.ParsePrivateKey()).PublicKey is { } stated
                    && !half.Q.Equals(ec.Parameters.Curve.DecodePoint(stated.GetOctets())))
                    return null;
                return Result(new(info.PrivateKeyAlgorithm, Sec1(ec, half, null)), KeyAlgorithm.Ec, ec.Parameters.Curve.FieldSize);
            case RsaPrivateCrtKeyParameters rsa:
                bool isPss = info.PrivateKeyAlgorithm.Algorithm.Equals(PkcsObjectIdentifiers.IdRsassaPss);
                return Result(new(isPss ? info.PrivateKeyAlgorithm : s_rsa, info.ParsePrivateKey()), KeyAlgorithm.Rsa,
                    rsa.Modulus.BitLength);
            case DsaPrivateKeyParameters dsa:
                return Result(new(info.PrivateKeyAlgorithm, info.ParsePrivateKey()), KeyAlgorithm.Dsa, dsa.Parameters.P.BitLength);
            case DHPrivateKeyParameters dh:
                return Result(info, KeyAlgorithm.Dh, dh.Parameters.P.BitLength);
            case MLDsaPrivateKeyParameters ml:
                return Result(info, KeyAlgorithm.MlDsa, SecurityBits(ml.Parameters));
            default:
                return Result(info, KeyAlgorithm.Opaque, -1);
        }
    }

    /// <summary>Returns PKCS#1, SEC 1 or OpenSSL's form for DSA with the label of its PEM block, or PKCS#8 for other keys.</summary>
    public static (string Label, byte[] Der) Traditional(PrivateKeyInfo info, AsymmetricKeyParameter key) => key switch
    {
        ECPrivateKeyParameters ec => ("EC PRIVATE KEY",
            Sec1(ec, (ECPublicKeyParameters)PublicHalf.Of(ec), info.PrivateKeyAlgorithm.Parameters).GetEncoded(Asn1Encodable.Der)),
        RsaPrivateCrtKeyParameters when !info.PrivateKeyAlgorithm.Algorithm.Equals(PkcsObjectIdentifiers.IdRsassaPss) =>
            ("RSA PRIVATE KEY", info.ParsePrivateKey().GetEncoded(Asn1Encodable.Der)),
        DsaPrivateKeyParameters dsa => ("DSA PRIVATE KEY", Dsa(dsa)),
        _ => ("PRIVATE KEY", info.GetEncoded(Asn1Encodable.Der)),
    };

    private static int SecurityBits(MLDsaParameters set) =>
        set == MLDsaParameters.ml_dsa_44 ? 128 : set == MLDsaParameters.ml_dsa_65 ? 192 : 256;

    private static TlsKeyResult Result(PrivateKeyInfo info, KeyAlgorithm algorithm, int length) =>
        new(KeyReadFailure.None, info.GetEncoded(Asn1Encodable.Der), algorithm, length);

    private static ECPrivateKeyStructure Sec1(ECPrivateKeyParameters key, ECPublicKeyParameters half, Asn1Encodable? curve) =>
        new(key.Parameters.N.BitLength, key.D, new DerBitString(half.Q.GetEncoded(compressed: false)), curve);

    private static byte[] Dsa(DsaPrivateKeyParameters key)
    {
        DsaPublicKeyParameters half = (DsaPublicKeyParameters)PublicHalf.Of(key);
        return new DerSequence(DerInteger.Zero, new DerInteger(key.Parameters.P), new DerInteger(key.Parameters.Q),
            new DerInteger(key.Parameters.G), new DerInteger(half.Y), new DerInteger(key.X)).GetEncoded(Asn1Encodable.Der);
    }
}
