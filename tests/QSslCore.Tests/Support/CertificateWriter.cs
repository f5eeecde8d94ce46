using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Text;

namespace QSslCore.Tests.Support;

/// <summary>Writes certificates that no authority would issue. Their signature is not valid unless there is a key for it, which readers do
/// not check.</summary>
internal sealed class CertificateWriter
{
    private static readonly byte[] s_ecdsaWithSha256 = [0x30, 0x0A, 0x06, 0x08, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x02];

    private static readonly byte[] s_rsaWithSha256 =
        [0x30, 0x0D, 0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x0B, 0x05, 0x00];

    public byte[] Serial { get; init; } = [0x11];

    /// <summary>The object identifier, the string type and the bytes of each attribute of the subject.</summary>
    public List<(string Oid, UniversalTagNumber Type, byte[] Value)> Subject { get; } = [];

    /// <summary>The attributes of the issuer; those of the subject if empty.</summary>
    public List<(string Oid, UniversalTagNumber Type, byte[] Value)> Issuer { get; } = [];

    /// <summary>The whole name of the issuer, unchanged; <see cref="Issuer"/> if null.</summary>
    public byte[]? IssuerName { get; init; }

    /// <summary>The key of the issuer; null for a signature that is not valid.</summary>
    public AsymmetricAlgorithm? IssuerKey { get; init; }

    /// <summary>The context tag and the bytes of each general name.</summary>
    public List<(int Tag, byte[] Value)> AlternativeNames { get; } = [];

    /// <summary>Further extensions, unchanged.</summary>
    public List<(string Oid, byte[] Value)> Extensions { get; } = [];

    public byte[]? PublicKey { get; init; }

    public string NotBefore { get; init; } = "240101000000Z";

    /// <summary>The whole Validity, unchanged; from <see cref="NotBefore"/> to 2050 if null.</summary>
    public byte[]? Validity { get; init; }

    /// <summary>The version. Version 1 is omitted, as DER requires.</summary>
    public int Version { get; init; } = 3;

    /// <summary>The AlgorithmIdentifier beside the signature. The default is that of the issuer's key with SHA-256, without a key that of
    /// ECDSA.</summary>
    public byte[] Algorithm
    {
        get => field ?? (IssuerKey is RSA ? s_rsaWithSha256 : s_ecdsaWithSha256);
        init;
    }

    /// <summary>The AlgorithmIdentifier in the signed part; the other one if null.</summary>
    public byte[]? SignedAlgorithm { get; init; }

    /// <summary>The extensions to mark critical.</summary>
    public HashSet<string> Critical { get; init; } = [];

    /// <summary>Whether to write the list of extensions even if it is empty.</summary>
    public bool HasExtensions { get; init; }

    public static QSslCertificate For(string? commonName, params string[] dnsNames)
    {
        CertificateWriter writer = new();
        if (commonName is not null)
            writer.AddCommonName(commonName);
        writer.AlternativeNames.AddRange(dnsNames.Select(name => (2, Encoding.Latin1.GetBytes(name))));
        return writer.Build();
    }

    public void AddCommonName(string name) => Subject.Add(("2.5.4.3", UniversalTagNumber.UTF8String, Encoding.UTF8.GetBytes(name)));

    public QSslCertificate Build()
    {
        byte[] der = Encode();
        QSslCertificate certificate = new(der, EncodingFormat.Der);
        Assert.False(certificate.IsNull, "The certificate for the test is not well-formed.");
        return certificate;
    }

    public byte[] Encode()
    {
        AsnWriter body = new(AsnEncodingRules.DER);
        using (body.PushSequence())
            WriteBody(body);
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteEncodedValue(body.Encode());
            writer.WriteEncodedValue(Algorithm);
            writer.WriteBitString(Sign(body.Encode()));
        }

        return writer.Encode();
    }

    private byte[] Sign(byte[] body) => IssuerKey switch
    {
        ECDsa key => key.SignData(body, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence),
        RSA key => key.SignData(body, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
        _ => [0],
    };

    private void WriteBody(AsnWriter writer)
    {
        if (Version != 1)
        {
            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
                writer.WriteInteger(Version - 1);
        }
        writer.WriteInteger(Serial);
        writer.WriteEncodedValue(SignedAlgorithm ?? Algorithm);
        if (IssuerName is not null)
            writer.WriteEncodedValue(IssuerName);
        else
            WriteName(writer, Issuer.Count > 0 ? Issuer : Subject);
        if (Validity is not null)
            writer.WriteEncodedValue(Validity);
        else
            WriteValidity(writer);

        WriteName(writer, Subject);
        writer.WriteEncodedValue(PublicKey ?? TestPki.Root.Certificate.PublicKey.ToDer());
        if (AlternativeNames.Count + Extensions.Count == 0 && !HasExtensions)
            return;

        using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 3)))
        using (writer.PushSequence())
        {
            if (AlternativeNames.Count > 0)
                WriteExtension(writer, "2.5.29.17", EncodeAlternativeNames());
            Extensions.ForEach(extension => WriteExtension(writer, extension.Oid, extension.Value));
        }
    }

    private void WriteValidity(AsnWriter writer)
    {
        using (writer.PushSequence())
        {
            WriteTagged(writer, new Asn1Tag(UniversalTagNumber.UtcTime), Encoding.ASCII.GetBytes(NotBefore));
            writer.WriteGeneralizedTime(new DateTimeOffset(2050, 1, 1, 0, 0, 0, TimeSpan.Zero), omitFractionalSeconds: true);
        }
    }

    private byte[] EncodeAlternativeNames()
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
            AlternativeNames.ForEach(name => WriteTagged(writer, new Asn1Tag(TagClass.ContextSpecific, name.Tag), name.Value));
        return writer.Encode();
    }

    private void WriteExtension(AsnWriter writer, string oid, byte[] value)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(oid);
            if (Critical.Contains(oid))
                writer.WriteBoolean(true);
            writer.WriteOctetString(value);
        }
    }

    private static void WriteName(AsnWriter writer, List<(string Oid, UniversalTagNumber Type, byte[] Value)> name)
    {
        using (writer.PushSequence())
        {
            foreach ((string oid, UniversalTagNumber type, byte[] value) in name)
            {
                using (writer.PushSetOf())
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(oid);
                    WriteTagged(writer, new Asn1Tag(type), value);
                }
            }
        }
    }

    // Writes an octet string with another tag. For a string type, the writer would check the characters.
    private static void WriteTagged(AsnWriter writer, Asn1Tag tag, byte[] value)
    {
        AsnWriter inner = new(AsnEncodingRules.DER);
        inner.WriteOctetString(value);
        byte[] encoded = inner.Encode();
        encoded[0] = (byte)(((int)tag.TagClass) | tag.TagValue);
        writer.WriteEncodedValue(encoded);
    }
}
