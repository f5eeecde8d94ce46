using System.Formats.Asn1;
using System.Text;

namespace QSslCore.Tests.Support;

/// <summary>Writes certificates that no authority would issue; their signature is wrong, which no reader minds.</summary>
internal sealed class CertificateWriter
{
    public byte[] Serial { get; init; } = [0x11];

    /// <summary>Object identifier, string type and bytes of each attribute of the subject's name.</summary>
    public List<(string Oid, UniversalTagNumber Type, byte[] Value)> Subject { get; } = [];

    /// <summary>The same of the issuer's name; the subject's when empty.</summary>
    public List<(string Oid, UniversalTagNumber Type, byte[] Value)> Issuer { get; } = [];

    /// <summary>Context tag and bytes of each general name.</summary>
    public List<(int Tag, byte[] Value)> AlternativeNames { get; } = [];

    /// <summary>Further extensions, as they are.</summary>
    public List<(string Oid, byte[] Value)> Extensions { get; } = [];

    public byte[]? PublicKey { get; init; }

    public string NotBefore { get; init; } = "240101000000Z";

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
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
                WriteBody(writer);
            WriteAlgorithm(writer);
            writer.WriteBitString([0]);
        }

        return writer.Encode();
    }

    private void WriteBody(AsnWriter writer)
    {
        using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
            writer.WriteInteger(2);
        writer.WriteInteger(Serial);
        WriteAlgorithm(writer);
        WriteName(writer, Issuer.Count > 0 ? Issuer : Subject);
        using (writer.PushSequence())
        {
            WriteTagged(writer, new Asn1Tag(UniversalTagNumber.UtcTime), Encoding.ASCII.GetBytes(NotBefore));
            writer.WriteGeneralizedTime(new DateTimeOffset(2050, 1, 1, 0, 0, 0, TimeSpan.Zero), omitFractionalSeconds: true);
        }

        WriteName(writer, Subject);
        writer.WriteEncodedValue(PublicKey ?? TestPki.Root.Certificate.PublicKey.ToDer());
        if (AlternativeNames.Count + Extensions.Count == 0)
            return;

        using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 3)))
        using (writer.PushSequence())
        {
            if (AlternativeNames.Count > 0)
                WriteExtension(writer, "2.5.29.17", EncodeAlternativeNames());
            Extensions.ForEach(extension => WriteExtension(writer, extension.Oid, extension.Value));
        }
    }

    private byte[] EncodeAlternativeNames()
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
            AlternativeNames.ForEach(name => WriteTagged(writer, new Asn1Tag(TagClass.ContextSpecific, name.Tag), name.Value));
        return writer.Encode();
    }

    private static void WriteExtension(AsnWriter writer, string oid, byte[] value)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(oid);
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

    // An octet string under another tag: the writer would check the characters of a string type.
    private static void WriteTagged(AsnWriter writer, Asn1Tag tag, byte[] value)
    {
        AsnWriter inner = new(AsnEncodingRules.DER);
        inner.WriteOctetString(value);
        byte[] encoded = inner.Encode();
        encoded[0] = (byte)(((int)tag.TagClass) | tag.TagValue);
        writer.WriteEncodedValue(encoded);
    }

    private static void WriteAlgorithm(AsnWriter writer)
    {
        using (writer.PushSequence())
            writer.WriteObjectIdentifier("1.2.840.10045.4.3.2");
    }
}
