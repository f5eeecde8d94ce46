using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Math.EC.Multiplier;
using Org.BouncyCastle.X509;

namespace QSslCore.BouncyCastle.Keys;

/// <summary>The public half of a private key.</summary>
internal static class PublicHalf
{
    /// <exception cref="NotSupportedException">The key is of another kind.</exception>
    public static AsymmetricKeyParameter Of(AsymmetricKeyParameter key) => key switch
    {
        { IsPrivate: false } => key,
        RsaPrivateCrtKeyParameters rsa => new RsaKeyParameters(false, rsa.Modulus, rsa.PublicExponent),
        ECPrivateKeyParameters ec => new ECPublicKeyParameters(
            ec.AlgorithmName, new FixedPointCombMultiplier().Multiply(ec.Parameters.G, ec.D).Normalize(), ec.Parameters),
        Ed25519PrivateKeyParameters ed => ed.GeneratePublicKey(),
        Ed448PrivateKeyParameters ed => ed.GeneratePublicKey(),
        X25519PrivateKeyParameters x => x.GeneratePublicKey(),
        X448PrivateKeyParameters x => x.GeneratePublicKey(),
        DsaPrivateKeyParameters dsa => new DsaPublicKeyParameters(dsa.Parameters.G.ModPow(dsa.X, dsa.Parameters.P), dsa.Parameters),
        DHPrivateKeyParameters dh => new DHPublicKeyParameters(dh.Parameters.G.ModPow(dh.X, dh.Parameters.P), dh.Parameters),
        MLDsaPrivateKeyParameters ml => ml.GetPublicKey(),
        _ => throw new NotSupportedException($"the library has no public half of a key of this kind ({key.GetType().Name})"),
    };

    /// <summary>Determines whether two public keys are the same.</summary>
    public static bool AreEqual(AsymmetricKeyParameter one, AsymmetricKeyParameter other) => (one, other) switch
    {
        (RsaKeyParameters a, RsaKeyParameters b) => a.Equals(b),
        (ECPublicKeyParameters a, ECPublicKeyParameters b) => a.Equals(b),
        (DsaPublicKeyParameters a, DsaPublicKeyParameters b) => a.Equals(b),
        _ => one.GetType() == other.GetType() && Encoded(one).SequenceEqual(Encoded(other)),
    };

    private static byte[] Encoded(AsymmetricKeyParameter key) => SubjectPublicKeyInfoFactory.CreateSubjectPublicKeyInfo(key).GetEncoded();
}
