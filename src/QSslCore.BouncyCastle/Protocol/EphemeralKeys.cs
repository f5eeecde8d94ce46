using Org.BouncyCastle.Asn1.X9;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.EC;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.X509;
using QSslCore.Tls;

namespace QSslCore.BouncyCastle.Protocol;

/// <summary>Reads the server's half of a key exchange as a key.</summary>
internal static class EphemeralKeys
{
    /// <returns>The key. A null key for data that is not a key, and for a hybrid, which has no form as a key.</returns>
    public static QSslKey Read(int group, byte[] share)
    {
        try
        {
            return group switch
            {
                NamedGroup.x25519 => Encode(new X25519PublicKeyParameters(share)),
                NamedGroup.x448 => Encode(new X448PublicKeyParameters(share)),
                _ when !NamedGroup.RefersToASpecificHybrid(group) && NamedGroup.GetCurveName(group) is { } name
                    && ECNamedCurveTable.GetOid(name) is { } oid =>
                    Encode(OnCurve(oid, share)),
                _ when TlsDHUtilities.GetNamedDHGroup(group) is { } field => Read(field.P, field.G, new BigInteger(1, share)),
                _ => new QSslKey(),
            };
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or ArithmeticException)
        {
            // The library refuses it itself with an alert.
            return new QSslKey();
        }
    }

    public static QSslKey Read(BigInteger prime, BigInteger generator, BigInteger share)
    {
        try
        {
            return Encode(new DHPublicKeyParameters(share, new DHParameters(prime, generator)));
        }
        catch (ArgumentException)
        {
            return new QSslKey();
        }
    }

    private static ECPublicKeyParameters OnCurve(Org.BouncyCastle.Asn1.DerObjectIdentifier oid, byte[] share)
    {
        ECNamedDomainParameters domain = ECNamedDomainParameters.LookupOid(oid);
        return new("EC", domain.Curve.DecodePoint(share), domain);
    }

    private static QSslKey Encode(AsymmetricKeyParameter key) =>
        TlsKeys.ReadPublicKey(SubjectPublicKeyInfoFactory.CreateSubjectPublicKeyInfo(key).GetEncoded());
}
