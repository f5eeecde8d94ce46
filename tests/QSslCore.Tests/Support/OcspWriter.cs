using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace QSslCore.Tests.Support;

/// <summary>
/// Writes OCSP responses that no responder would send. By default, the response is valid, about <see cref="TestPki.ServerRsa"/>, and
/// signed by its issuer.
/// </summary>
internal sealed class OcspWriter
{
    public const string OcspSigning = "1.3.6.1.5.5.7.3.9";
    public const string UnknownExtension = "1.2.3.4.5";
    private const string Basic = "1.3.6.1.5.5.7.48.1.1";

    public string Type { get; init; } = Basic;

    public AsymmetricAlgorithm Key { get; init; } = RsaOf(TestPki.RootRsa);

    public HashAlgorithmName Hash { get; init; } = HashAlgorithmName.SHA256;

    public RSASignaturePadding Padding { get; init; } = RSASignaturePadding.Pkcs1;

    /// <summary>The AlgorithmIdentifier if it differs from the algorithm of the signature.</summary>
    public byte[]? Algorithm { get; init; }

    /// <summary>The signer that the response names.</summary>
    public byte[] Signer { get; init; } = TestPki.RootRsa.Certificate.ToDer();

    public bool NamesKey { get; init; }

    /// <summary>The certificates in the response.</summary>
    public byte[][] Certificates { get; init; } = [];

    public DateTimeOffset ProducedAt { get; init; } = DateTimeOffset.UtcNow;

    public OcspWriterAnswer[] Answers { get; init; } = [new()];

    public (string Oid, bool IsCritical)[] Extensions { get; init; } = [];

    /// <summary>The data after the response.</summary>
    public byte[] Rest { get; init; } = [];

    public static RSA RsaOf(TestIdentity identity)
    {
        RSA rsa = RSA.Create();
        rsa.ImportPkcs8PrivateKey(identity.Pkcs8, out _);
        return rsa;
    }

    /// <summary>Creates a responder whose certificate is issued by <see cref="TestPki.RootRsa"/>.</summary>
    /// <param name="key">The key of the responder. The default is RSA 2048.</param>
    /// <param name="usage">The extended key usage; none if empty.</param>
    /// <param name="generator">Signs the certificate. The default is the issuer with SHA-256.</param>
    /// <param name="issuer">The issuer that the certificate names.</param>
    /// <param name="from">The first day of the validity, in days from now.</param>
    /// <param name="to">The last day of the validity, in days from now.</param>
    /// <param name="keyUsage">The key usage; omitted if null.</param>
    /// <param name="extension">A further extension.</param>
    public static (AsymmetricAlgorithm Key, byte[] Certificate) Delegate(
        AsymmetricAlgorithm? key = null, string usage = OcspSigning, X509SignatureGenerator? generator = null, TestIdentity? issuer = null,
        int from = -1, int to = 10, X509KeyUsageFlags? keyUsage = X509KeyUsageFlags.DigitalSignature, X509Extension? extension = null)
    {
        key ??= RSA.Create(2048);
        PublicKey publicKey = key is RSA rsa ? new(rsa) : new((ECDsa)key);
        CertificateRequest request = new(new X500DistinguishedName("CN=Responder (tests only)"), publicKey, HashAlgorithmName.SHA256);
        if (usage.Length > 0)
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], critical: false));
        if (keyUsage is { } bits)
            request.CertificateExtensions.Add(new X509KeyUsageExtension(bits, critical: true));
        if (extension is not null)
            request.CertificateExtensions.Add(extension);
        issuer ??= TestPki.RootRsa;
        using X509Certificate2 authority = issuer.Certificate.ToX509Certificate2();
        DateTimeOffset now = DateTimeOffset.UtcNow;
        lock (issuer)
        {
            using X509Certificate2 made = request.Create(
                authority.SubjectName, generator ?? issuer.Signer, now.AddDays(from), now.AddDays(to), [0x21, 0x22, 0x23]);
            return (key, made.RawData);
        }
    }

    public byte[] Write()
    {
        byte[] data = Data();
        if (Padding == RSASignaturePadding.Pss && Hash == HashAlgorithmName.SHA1)
            Needs.RealWindows("signatures with RSASSA-PSS and SHA-1");
        byte[] signature = Key switch
        {
            RSA rsa => rsa.SignData(data, Hash, Padding),
            ECDsa ecdsa => ecdsa.SignData(data, Hash, DSASignatureFormat.Rfc3279DerSequence),
            _ => throw new NotSupportedException(),
        };
        byte[] basic = Sequence(
            w => w.WriteEncodedValue(data), w => w.WriteEncodedValue(Algorithm ?? AlgorithmOfKey()), w => w.WriteBitString(signature),
            w =>
            {
                if (Certificates.Length > 0)
                    Tagged(w, 0, inner => inner.WriteEncodedValue(
                        Sequence([.. Certificates.Select(c => (Action<AsnWriter>)(list => list.WriteEncodedValue(c)))])));
            });
        byte[] typed = Sequence(w => w.WriteObjectIdentifier(Type), w => w.WriteOctetString(basic));
        return [.. Sequence(w => w.WriteEncodedValue([0x0A, 1, 0]), w => Tagged(w, 0, inner => inner.WriteEncodedValue(typed))), .. Rest];
    }

    public static byte[] RsaAlgorithm(HashAlgorithmName hash) => Sequence(
        w => w.WriteObjectIdentifier(hash.Name switch
        {
            "MD5" => "1.2.840.113549.1.1.4",
            "SHA1" => "1.2.840.113549.1.1.5",
            _ => "1.2.840.113549.1.1.11",
        }),
        w => w.WriteNull());

    internal static byte[] Sequence(params ReadOnlySpan<Action<AsnWriter>> parts)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            foreach (Action<AsnWriter> part in parts)
                part(writer);
        }
        return writer.Encode();
    }

    internal static void Tagged(AsnWriter writer, int tag, Action<AsnWriter> content)
    {
        using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, tag)))
            content(writer);
    }

    internal static void WriteExtensions(AsnWriter writer, (string Oid, bool IsCritical)[] extensions)
    {
        if (extensions.Length == 0)
            return;
        Tagged(writer, 1, tagged =>
        {
            using (tagged.PushSequence())
            {
                foreach ((string oid, bool isCritical) in extensions)
                {
                    tagged.WriteEncodedValue(Sequence(
                        w => w.WriteObjectIdentifier(oid), 
                        w =>
                        {
                            if (isCritical)
                                w.WriteBoolean(true);
                        },
                        w => w.WriteOctetString([4, 1, 7])));
                }
            }
        });
    }

    private byte[] Data()
    {
        using X509Certificate2 signer = X509CertificateLoader.LoadCertificate(Signer);
        return Sequence(
            w =>
            {
                if (NamesKey)
                    Tagged(w, 2, inner => inner.WriteOctetString(CryptographicOperations.HashData(HashAlgorithmName.SHA1,
                        signer.GetPublicKey())));
                else
                    Tagged(w, 1, inner => inner.WriteEncodedValue(signer.SubjectName.RawData));
            },
            w => w.WriteGeneralizedTime(ProducedAt, omitFractionalSeconds: true),
            w => w.WriteEncodedValue(Sequence([.. Answers.Select(answer =>
                (Action<AsnWriter>)(list => list.WriteEncodedValue(answer.Write())))])),
            w => WriteExtensions(w, Extensions));
    }

    private byte[] AlgorithmOfKey()
    {
        if (Key is ECDsa)
            return Sequence(w => w.WriteObjectIdentifier(Hash == HashAlgorithmName.SHA1 ? "1.2.840.10045.4.1" : "1.2.840.10045.4.3.2"));
        if (Padding == RSASignaturePadding.Pkcs1)
            return RsaAlgorithm(Hash);
        // Without parameters, RSASSA-PSS uses SHA-1 (RFC 4055, section 3.1).
        byte[] sha256 = Sequence(w => w.WriteObjectIdentifier("2.16.840.1.101.3.4.2.1"));
        byte[] mask = Sequence(w => w.WriteObjectIdentifier("1.2.840.113549.1.1.8"), w => w.WriteEncodedValue(sha256));
        return Sequence(w => w.WriteObjectIdentifier("1.2.840.113549.1.1.10"), w => w.WriteEncodedValue(Hash == HashAlgorithmName.SHA1
            ? Sequence()
            : Sequence(
                p => Tagged(p, 0, inner => inner.WriteEncodedValue(sha256)), p => Tagged(p, 1, inner => inner.WriteEncodedValue(mask)),
                p => Tagged(p, 2, inner => inner.WriteInteger(32)))));
    }
}
