using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace QSslCore.Tests.Support;

/// <summary>Keys of any kind, and what certificates are made with from them.</summary>
internal static class TestKeys
{
    /// <summary>More than any chain has certificates; a prime, so that what comes in rounds does not meet the same key.</summary>
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

    /// <summary>Whether the system's own cryptography makes keys on elliptic curves.</summary>
    public static bool HasEllipticKeys => s_hasEllipticKeys.Value;

    /// <summary>What cipher suites call a key of <see cref="Make"/>.</summary>
    public static string SuiteName => HasEllipticKeys ? "ECDSA" : "RSA";

    /// <summary>What cipher suites call the other kind of key.</summary>
    public static string OtherSuiteName => HasEllipticKeys ? "RSA" : "ECDSA";

    /// <summary>A key: a new one, ECDSA P-256, where the system makes such keys; where not, the next one of some RSA keys, as making
    /// those takes long.</summary>
    public static AsymmetricAlgorithm Make() => HasEllipticKeys
        ? ECDsa.Create(ECCurve.NamedCurves.nistP256)
        : RSA.Create(s_prepared[(uint)Interlocked.Increment(ref s_taken) % PreparedKeys].Value);

    /// <summary>A new RSA key. It has been read once: not every system writes the private exponent that a key was made with.</summary>
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

    /// <summary>A certificate that signs itself, without its key: not every system joins the two.</summary>
    public static X509Certificate2 SelfSigned(CertificateRequest request, AsymmetricAlgorithm key, DateTimeOffset from,
        DateTimeOffset until) =>
        request.Create(request.SubjectName, Signer(key), from, until, [0x40, .. RandomNumberGenerator.GetBytes(12)]);
}
