using System.Collections;
using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography.X509Certificates;
using QSslCore.Tests.Support;

namespace QSslCore.Tests.Certificates;

/// <summary>Extensions one by one, and what administrators read out of them.</summary>
public sealed class ExtensionTests
{
    private const string Timestamps = "1.3.6.1.4.1.11129.2.4.2";

    [Fact]
    public void A_new_one_says_nothing()
    {
        QSslCertificateExtension extension = new();

        Assert.Equal(("", "", false, false), (extension.Oid, extension.Name, extension.IsCritical, extension.IsSupported));
        Assert.Null(extension.Value);
        Assert.Empty(extension.ToDer());
    }

    [Fact]
    public void Extensions_come_in_their_order_with_name_and_criticality()
    {
        using X509Certificate2 native = TestPki.Server.Certificate.ToX509Certificate2();
        IReadOnlyList<QSslCertificateExtension> extensions = TestPki.Server.Certificate.Extensions;

        Assert.Equal(
            ["basicConstraints (critical)", "keyUsage (critical)", "extendedKeyUsage", "subjectAltName", "subjectKeyIdentifier",
                "authorityKeyIdentifier"],
            extensions.Select(extension => extension.ToString()));
        Assert.Equal(
            native.Extensions.Select(e => (e.Oid!.Value!, e.Critical, Convert.ToHexString(e.RawData))),
            extensions.Select(e => (e.Oid, e.IsCritical, Convert.ToHexString(e.ToDer()))));
        Assert.Empty(new QSslCertificate().Extensions);
    }

    [Fact]
    public void Basic_constraints_are_a_dictionary()
    {
        Assert.Equal(false, Map("2.5.29.19", Encode(w => w.PushSequence().Dispose()))["ca"]);
        Assert.Equal(true, Map("2.5.29.19", Encode(w => InSequence(w, () => w.WriteBoolean(true))))["ca"]);
        IDictionary limited = Map("2.5.29.19", Encode(w => InSequence(w, () => { w.WriteBoolean(true); w.WriteInteger(3); })));
        Assert.Equal((true, 3L), (limited["ca"], limited["pathLenConstraint"]));
        Assert.True(limited.IsReadOnly);
    }

    [Fact]
    public void Key_identifiers_are_text()
    {
        QSslCertificateExtension subject = Extension("2.5.29.14", Encode(w => w.WriteOctetString([0xAB, 0x01])));
        Assert.Equal(("AB:01", true), (subject.Value, subject.IsSupported));

        byte[] both = Encode(w => InSequence(w, () =>
        {
            w.WriteOctetString([0xAB, 0x01], new Asn1Tag(TagClass.ContextSpecific, 0));
            w.WriteInteger(77, new Asn1Tag(TagClass.ContextSpecific, 2));
        }));
        IDictionary authority = Map("2.5.29.35", both);
        Assert.Equal(("ab01", 77L), (authority["keyid"], authority["serial"]));
        BigInteger large = BigInteger.One << 100;
        Assert.Equal(large, Map("2.5.29.35", Encode(w =>
            InSequence(w, () => w.WriteInteger(large, new Asn1Tag(TagClass.ContextSpecific, 2)))))["serial"]);
    }

    [Fact]
    public void Where_to_ask_about_a_certificate_is_known()
    {
        byte[] access = Encode(w => InSequence(w, () =>
        {
            Access(w, "1.3.6.1.5.5.7.48.1", 6, "http://ocsp.test/1");
            Access(w, "1.3.6.1.5.5.7.48.1", 6, "http://ocsp.test/2");
            Access(w, "1.3.6.1.5.5.7.48.1", 2, "no-url.test");
            Access(w, "1.3.6.1.5.5.7.48.2", 6, "http://ca.test/\u001b[2J");
        }));
        byte[] points = Encode(w => InSequence(w, () => InSequence(w, () =>
            Within(w, 0, () => Within(w, 0, () => w.WriteEncodedValue(Tagged(6, "http://crl.test/a"u8.ToArray())))))));
        QSslCertificate certificate = new CertificateWriter
        {
            Extensions = { ("1.3.6.1.5.5.7.1.1", access), ("2.5.29.31", points) },
        }.Build();

        Assert.Equal(["http://ocsp.test/1", "http://ocsp.test/2"], certificate.OcspUrls);
        Assert.Equal([@"http://ca.test/\1B[2J"], certificate.CaIssuerUrls);
        Assert.Equal(["http://crl.test/a"], certificate.CrlUrls);
        IDictionary map = Assert.IsType<IDictionary>(certificate.Extensions[0].Value, exactMatch: false);
        Assert.Equal("http://ocsp.test/2", map["OCSP"]);
        Assert.Equal(["http://crl.test/a"], (string[])certificate.Extensions[1].Value!);
    }

    [Fact]
    public void Purposes_policies_and_features_are_lists()
    {
        QSslCertificate certificate = new CertificateWriter
        {
            Extensions =
            {
                ("2.5.29.37", Encode(w => InSequence(w, () =>
                    { w.WriteObjectIdentifier("1.3.6.1.5.5.7.3.1"); w.WriteObjectIdentifier("1.2.3"); }))),
                ("2.5.29.32", Encode(w => InSequence(w, () => InSequence(w, () => w.WriteObjectIdentifier("2.23.140.1.2.1"))))),
                ("1.3.6.1.5.5.7.1.24", Encode(w => InSequence(w, () => w.WriteInteger(5)))),
                ("2.5.29.15", [0x03, 0x03, 0x07, 0x06, 0x80]),
            },
        }.Build();

        Assert.Equal(["serverAuth", "1.2.3"], certificate.ExtendedKeyUsages);
        Assert.Equal(["2.23.140.1.2.1"], certificate.Policies);
        Assert.Equal(["keyCertSign", "cRLSign", "decipherOnly"], certificate.KeyUsages);
        Assert.True(certificate.MustStaple);
        Assert.Equal(["status_request"], (string[])certificate.Extensions[2].Value!);
        Assert.False(TestPki.Server.Certificate.MustStaple);
        Assert.True(TestPki.Root.Certificate.IsAuthority);
        Assert.False(TestPki.Server.Certificate.IsAuthority);
    }

    [Fact]
    public void Promises_of_logs_are_read()
    {
        byte[] entry = [0, .. Enumerable.Repeat((byte)7, 32), 0, 0, 1, 0x8B, 0xCF, 0xE5, 0x68, 0, 0, 0, 4, 3, 0, 0];
        byte[] list = [0, (byte)(entry.Length + 2), 0, (byte)entry.Length, .. entry];
        QSslCertificate certificate = new CertificateWriter { Extensions =
            { (Timestamps, Encode(w => w.WriteOctetString(list))) } }.Build();

        SignedCertificateTimestamp promise = Assert.Single(certificate.SignedCertificateTimestamps);
        Assert.Equal((1, Convert.ToBase64String(entry.AsSpan(1, 32))), (promise.Version, promise.LogId));
        Assert.Equal(new DateTimeOffset(2023, 11, 14, 22, 13, 20, TimeSpan.Zero), promise.Timestamp);
    }

    [Theory]
    [InlineData("2.5.29.19", "30030101FF00")]
    [InlineData("2.5.29.19", "04021234")]
    [InlineData("2.5.29.14", "3000FF")]
    [InlineData("2.5.29.35", "30058002AB")]
    [InlineData("1.3.6.1.5.5.7.1.1", "3003020101")]
    [InlineData("2.5.29.31", "30")]
    [InlineData("2.5.29.15", "0302")]
    [InlineData("2.5.29.17", "3002820A")]
    [InlineData(Timestamps, "04040003AABB")]
    [InlineData(Timestamps, "0400")]
    [InlineData("1.2.3.4", "FF")]
    public void What_cannot_be_read_is_bytes_and_of_no_certain_shape(string oid, string hex)
    {
        byte[] encoded = Convert.FromHexString(hex);
        QSslCertificate certificate = new CertificateWriter { Extensions = { (oid, encoded) } }.Build();
        QSslCertificateExtension extension = certificate.Extensions[0];

        byte[] bytes = Assert.IsType<byte[]>(extension.Value);
        Assert.Equal(encoded, bytes);
        bytes[0]++;
        Assert.Equal(encoded, extension.Value);
        Assert.False(extension.IsSupported);
        Assert.False(certificate.IsAuthority || certificate.MustStaple);
        string[] read = [.. certificate.OcspUrls, .. certificate.CrlUrls, .. certificate.KeyUsages, .. certificate.ExtendedKeyUsages,
            .. certificate.Policies];
        Assert.Empty(read);
        Assert.Empty(certificate.SignedCertificateTimestamps);
    }

    [Fact]
    public void The_lifetime_is_counted_in_days_and_percent()
    {
        QSslCertificate certificate = TestPki.Server.Certificate;
        DateTimeOffset start = certificate.EffectiveDate!.Value, end = certificate.ExpiryDate!.Value;

        Assert.Equal(29, certificate.DaysLeft);
        Assert.Equal(-1, certificate.DaysLeftAt(end.AddSeconds(1)));
        Assert.Equal(0, certificate.DaysLeftAt(end));
        Assert.Equal(50.0, certificate.LifetimeUsedPercentAt(start + ((end - start) / 2)));
        Assert.Equal((0.0, 100.0), (certificate.LifetimeUsedPercentAt(start.AddDays(-1)),
            certificate.LifetimeUsedPercentAt(end.AddDays(1))));
        Assert.InRange(certificate.LifetimeUsedPercent!.Value, 3, 4);
        Assert.Null(new QSslCertificate().DaysLeft);
        Assert.Null(new QSslCertificate().LifetimeUsedPercent);
    }

    private static QSslCertificateExtension Extension(string oid, byte[] value) =>
        new CertificateWriter { Extensions = { (oid, value) } }.Build().Extensions.Single();

    private static IDictionary Map(string oid, byte[] value)
    {
        QSslCertificateExtension extension = Extension(oid, value);
        Assert.True(extension.IsSupported);
        return Assert.IsType<IDictionary>(extension.Value, exactMatch: false);
    }

    private static byte[] Encode(Action<AsnWriter> write)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        write(writer);
        return writer.Encode();
    }

    private static void InSequence(AsnWriter writer, Action content)
    {
        using (writer.PushSequence())
            content();
    }

    private static void Within(AsnWriter writer, int tag, Action content)
    {
        using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, tag)))
            content();
    }

    private static void Access(AsnWriter writer, string method, int tag, string location) => InSequence(writer, () =>
    {
        writer.WriteObjectIdentifier(method);
        writer.WriteEncodedValue(Tagged(tag, System.Text.Encoding.ASCII.GetBytes(location)));
    });

    private static byte[] Tagged(int tag, byte[] content) => [(byte)(0x80 | tag), (byte)content.Length, .. content];
}
