using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace QSslCore.Tests.Support;

/// <summary>Creates keys of any kind, and certificates from them.</summary>
internal static class TestKeys
{
    /// <summary>No chain has this many certificates. A prime avoids that certificates created in a cycle get the same key.</summary>
    private const int PreparedKeys = 13;

    private static readonly Lazy<RSAParameters>[] s_prepared =
        [.. Enumerable.Range(0, PreparedKeys).Select(_ => new Lazy<RSAParameters>(() =>
        {
            using RSA key = RSA.Create(2048);
            return key.ExportParameters(includePrivateParameters: true);
        }))];

    private static readonly Lazy<bool> s_hasEllipticKeys = new(() =>
    {
        try
        {
            using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            key.ExportParameters(includePrivateParameters: true);
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    });

    private static int s_taken;

    /// <summary>Whether the cryptography of the system creates keys on elliptic curves.</summary>
    public static bool HasEllipticKeys => s_hasEllipticKeys.Value;

    /// <summary>The name of the kind of key of <see cref="Make"/> in cipher suites.</summary>
    public static string SuiteName => HasEllipticKeys ? "ECDSA" : "RSA";

    /// <summary>The name of the other kind of key in cipher suites.</summary>
    public static string OtherSuiteName => HasEllipticKeys ? "RSA" : "ECDSA";

    /// <summary>Returns a new ECDSA P-256 key if the system creates such keys. Otherwise returns the next one of several RSA keys, because
    /// it takes long to create those.</summary>
    public static AsymmetricAlgorithm Make() => HasEllipticKeys
        ? ECDsa.Create(ECCurve.NamedCurves.nistP256)
        : RSA.Create(s_prepared[(uint)Interlocked.Increment(ref s_taken) % PreparedKeys].Value);

    /// <summary>Creates an RSA key and reads it once: not every system writes the private exponent that the key was created with.</summary>
    public static RSA MakeRsa()
    {
        using RSA made = RSA.Create(2048);
        return RSA.Create(made.ExportParameters(includePrivateParameters: true));
    }

    public static CertificateRequest Request(X500DistinguishedName subject, AsymmetricAlgorithm key) => key is RSA rsa
        ? new(subject, rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
        : new(subject, (ECDsa)key, HashAlgorithmName.SHA256);

    public static X509SignatureGenerator Signer(AsymmetricAlgorithm key) => key is RSA rsa
        ? X509SignatureGenerator.CreateForRSA(rsa, RSASignaturePadding.Pkcs1)
        : X509SignatureGenerator.CreateForECDsa((ECDsa)key);

    /// <summary>Creates a self-signed certificate without its key: not every system joins the two.</summary>
    public static X509Certificate2 SelfSigned(CertificateRequest request, AsymmetricAlgorithm key, DateTimeOffset from,
        DateTimeOffset until) =>
        request.Create(request.SubjectName, Signer(key), from, until, [0x40, .. RandomNumberGenerator.GetBytes(12)]);
}
