using System.Formats.Asn1;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using QSslCore.Tests.Support;

namespace QSslCore.Tests.Certificates;

public sealed class QSslCertificateTests
{
    [Fact]
    public void A_null_certificate_has_nothing_and_throws_nowhere()
    {
        QSslCertificate none = new();

        Assert.True(none.IsNull);
        Assert.Empty(none.ToDer());
        Assert.Equal("", none.ToPem() + none.Version + none.SerialNumber + none.Subject + none.Issuer + none.SubjectDisplayName
            + none.IssuerDisplayName + none.SignatureAlgorithm + none.KeyDescription + none.Sha256Thumbprint + none.SpkiPin);
        Assert.Null(none.EffectiveDate);
        Assert.Null(none.ExpiryDate);
        Assert.True(none.PublicKey.IsNull);
        Assert.Empty(none.SubjectAlternativeNames);
        Assert.Empty(none.SubjectInfo(SubjectInfo.CommonName));
        Assert.Empty(none.IssuerInfoAttributes);
        Assert.False(none.IsSelfSigned);
        Assert.False(none.IsBlacklisted);
        Assert.Equal(none, new QSslCertificate());
        Assert.Equal(SHA256.HashData([]), none.Digest(HashAlgorithmName.SHA256));
        Assert.Throws<InvalidOperationException>(none.ToX509Certificate2);
    }

    [Theory]
    [InlineData("")]
    [InlineData("garbage")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")]
    public void Bad_data_makes_a_null_certificate(string text)
    {
        Assert.True(new QSslCertificate(Encoding.ASCII.GetBytes(text)).IsNull);
        Assert.True(new QSslCertificate(Encoding.ASCII.GetBytes(text), EncodingFormat.Der).IsNull);
        Assert.True(new QSslCertificate((byte[])null!).IsNull);
    }

    [Fact]
    public void The_facts_are_those_that_the_runtime_reads()
    {
        Needs.EllipticKeys();
        foreach (TestIdentity identity in new[] { TestPki.Server, TestPki.ServerRsa, TestPki.Root, TestPki.Client })
        {
            using X509Certificate2 expected = X509CertificateLoader.LoadCertificate(identity.Certificate.ToDer());
            CheckFacts(expected, identity.Certificate);
        }
    }

    [Fact]
    public void The_facts_of_the_systems_authorities_are_those_that_the_runtime_reads()
    {
        Needs.EllipticKeys();
        IReadOnlyList<QSslCertificate> roots = QSslConfiguration.SystemCaCertificates();
        if (roots.Count == 0)
            Assert.Skip("this system has no authorities (package ca-certificates)");

        foreach (QSslCertificate root in roots)
        {
            using X509Certificate2 expected = X509CertificateLoader.LoadCertificate(root.ToDer());
            CheckFacts(expected, root);
            Assert.True(root.IsSelfSigned, root.Subject);
            Assert.False(root.PublicKey.IsNull, root.Subject);
            Assert.NotEqual(-1, root.PublicKey.Length);
        }
    }

    private static void CheckFacts(X509Certificate2 expected, QSslCertificate actual)
    {
        Assert.Equal(expected.Version.ToString(CultureInfo.InvariantCulture), actual.Version);
        Assert.Equal(expected.SerialNumber.TrimStart('0'), actual.SerialNumber.Replace(":", "").TrimStart('0').ToUpperInvariant());
        Assert.Equal(expected.NotBefore.ToUniversalTime(), actual.EffectiveDate!.Value.UtcDateTime);
        Assert.Equal(expected.NotAfter.ToUniversalTime(), actual.ExpiryDate!.Value.UtcDateTime);
        Assert.Equal(TimeSpan.Zero, actual.ExpiryDate.Value.Offset);
        Assert.Equal(expected.GetCertHashString(HashAlgorithmName.SHA256), actual.Sha256Thumbprint);
        Assert.Equal(expected.GetCertHash(HashAlgorithmName.SHA1), actual.Digest(HashAlgorithmName.SHA1));
        Assert.Equal(expected.PublicKey.ExportSubjectPublicKeyInfo(), actual.PublicKey.ToDer());
        Assert.Equal(
            "sha256/" + Convert.ToBase64String(SHA256.HashData(expected.PublicKey.ExportSubjectPublicKeyInfo())), actual.SpkiPin);
        using RSA? rsa = expected.GetRSAPublicKey();
        using ECDsa? ec = expected.GetECDsaPublicKey();
        Assert.Equal(rsa?.KeySize ?? ec?.KeySize, actual.PublicKey.Length);
        Assert.Equal(rsa is null ? KeyAlgorithm.Ec : KeyAlgorithm.Rsa, actual.PublicKey.Algorithm);
        foreach (X500RelativeDistinguishedName part in expected.SubjectName.EnumerateRelativeDistinguishedNames())
            Assert.Contains(part.GetSingleElementValue()!, actual.SubjectInfo(AttributeNames.For(part.GetSingleElementType().Value!)));
        Assert.Equal(expected.SignatureAlgorithm.Value switch
        {
            "1.2.840.10045.4.3.2" => "ecdsa-with-SHA256",
            "1.2.840.10045.4.3.3" => "ecdsa-with-SHA384",
            "1.2.840.113549.1.1.5" => "sha1WithRSAEncryption",
            "1.2.840.113549.1.1.11" => "sha256WithRSAEncryption",
            "1.2.840.113549.1.1.12" => "sha384WithRSAEncryption",
            "1.2.840.113549.1.1.13" => "sha512WithRSAEncryption",
            string other => other,
            null => "",
        }, actual.SignatureAlgorithm);
    }

    [Fact]
    public void Pem_has_lines_of_64_and_ends_with_a_line_feed()
    {
        string pem = TestPki.Server.Certificate.ToPem();
        string[] lines = pem.Split('\n');

        Assert.Equal("-----BEGIN CERTIFICATE-----", lines[0]);
        Assert.Equal(["-----END CERTIFICATE-----", ""], lines[^2..]);
        Assert.All(lines[1..^3], line => Assert.Equal(64, line.Length));
        Assert.Equal(TestPki.Server.Certificate, new QSslCertificate(Encoding.ASCII.GetBytes(pem)));
    }

    [Fact]
    public void Pem_is_exact_when_the_last_line_is_full()
    {
        // One of 48 lengths in a row has base64 text that is a multiple of 64 characters and needs no padding.
        QSslCertificate full = Enumerable.Range(1, 100)
            .Select(length => new CertificateWriter { Extensions = { ("1.2.3", new byte[length]) } }.Build())
            .First(certificate => certificate.ToDer().Length % 48 == 0);
        string[] lines = full.ToPem().Split('\n');

        Assert.Equal(64, lines[^3].Length);
        Assert.Equal(full, new QSslCertificate(Encoding.ASCII.GetBytes(full.ToPem())));
    }

    [Fact]
    public void Equality_is_that_of_the_encodings()
    {
        QSslCertificate copy = new(TestPki.Server.Certificate.ToDer(), EncodingFormat.Der);

        Assert.Equal(TestPki.Server.Certificate, copy);
        Assert.Equal(TestPki.Server.Certificate.GetHashCode(), copy.GetHashCode());
        Assert.NotEqual(TestPki.Server.Certificate, TestPki.ServerRsa.Certificate);
        Assert.False(copy.Equals(null));
    }

    [Fact]
    public void What_is_handed_out_cannot_change_the_certificate()
    {
        byte[] der = TestPki.Server.Certificate.ToDer();
        QSslCertificate certificate = new(der, EncodingFormat.Der);
        der.AsSpan().Clear();
        certificate.ToDer().AsSpan().Clear();

        Assert.Equal(TestPki.Server.Certificate, certificate);
    }

    [Fact]
    public void Net_certificates_convert_both_ways()
    {
        using X509Certificate2 certificate = TestPki.Server.Certificate.ToX509Certificate2();

        Assert.Equal(TestPki.Server.Certificate, QSslCertificate.FromX509Certificate2(certificate));
    }

    [Fact]
    public void Alternative_names_keep_their_order_and_their_kinds()
    {
        Assert.Equal(
            [
                new(AlternativeNameEntryType.DnsEntry, "server.test"),
                new(AlternativeNameEntryType.DnsEntry, "localhost"),
                new(AlternativeNameEntryType.IpAddressEntry, "127.0.0.1"),
                new(AlternativeNameEntryType.IpAddressEntry, "::1"),
            ],
            TestPki.Server.Certificate.SubjectAlternativeNames);
    }

    [Fact]
    public void Alternative_names_of_other_kinds_lengths_and_sizes_are_left_out()
    {
        CertificateWriter writer = new()
        {
            AlternativeNames =
            {
                (1, "a@b.test"u8.ToArray()), (9, "https://b.test"u8.ToArray()), (7, [1, 2, 3, 4, 5]), (7, [10, 0, 0, 1]),
                (2, Encoding.ASCII.GetBytes(new string('a', 8192))), (2, "nul\0inside"u8.ToArray()),
            },
        };

        Assert.Equal(
            [
                new(AlternativeNameEntryType.EmailEntry, "a@b.test"), new(AlternativeNameEntryType.IpAddressEntry, "10.0.0.1"),
                new(AlternativeNameEntryType.DnsEntry, "nul\0inside"),
            ],
            writer.Build().SubjectAlternativeNames);
    }

    [Fact]
    public void Names_are_read_in_all_the_ways_they_are_written()
    {
        CertificateWriter writer = new()
        {
            Subject =
            {
                ("2.5.4.6", UniversalTagNumber.PrintableString, "DE"u8.ToArray()),
                ("2.5.4.10", UniversalTagNumber.T61String, [(byte)'M', 0xFC, (byte)'l', (byte)'l']),
                ("2.5.4.11", UniversalTagNumber.BMPString, [0, (byte)'A', 0x20, 0xAC]),
                ("2.5.4.11", UniversalTagNumber.UTF8String, "Zwei"u8.ToArray()),
                ("1.2.3.4", UniversalTagNumber.IA5String, "odd"u8.ToArray()),
                ("2.5.4.3", UniversalTagNumber.UTF8String, "a,b+\"c\"\0\u202e "u8.ToArray()),
            },
        };
        QSslCertificate certificate = writer.Build();

        Assert.Equal(["Zwei", "A€"], certificate.SubjectInfo(SubjectInfo.OrganizationalUnitName));
        Assert.Equal(["Müll"], certificate.SubjectInfo("O"));
        Assert.Equal(["odd"], certificate.SubjectInfo("1.2.3.4"));
        Assert.Equal(["Müll"], certificate.IssuerInfo(SubjectInfo.Organization));
        Assert.Equal(certificate.SubjectInfoAttributes, certificate.IssuerInfoAttributes);
        Assert.Equal(["1.2.3.4", "C", "CN", "O", "OU"], certificate.SubjectInfoAttributes);
        Assert.Equal("a,b+\"c\"\0\u202e ", certificate.SubjectDisplayName);
        Assert.Equal(@"CN=a\,b\+\""c\""\00\E2\80\AE\ , 1.2.3.4=odd, OU=Zwei, OU=A€, O=Müll, C=DE", certificate.Subject);
    }

    [Fact]
    public void The_display_name_is_the_first_of_common_name_organization_and_unit()
    {
        CertificateWriter organization = new()
        {
            Subject = { ("2.5.4.11", UniversalTagNumber.UTF8String, "Unit"u8.ToArray()),
                ("2.5.4.10", UniversalTagNumber.UTF8String, "Org"u8.ToArray()) },
        };
        CertificateWriter unit = new() { Subject = { ("2.5.4.11", UniversalTagNumber.UTF8String, "Unit"u8.ToArray()) } };

        Assert.Equal("Org", organization.Build().SubjectDisplayName);
        Assert.Equal("Unit", unit.Build().SubjectDisplayName);
        Assert.Equal("", new CertificateWriter().Build().SubjectDisplayName);
        Assert.Equal("Test Intermediate (tests only)", TestPki.Server.Certificate.IssuerDisplayName);
    }

    [Theory]
    [InlineData(new byte[] { 0x11 }, "11")]
    [InlineData(new byte[] { 0x00, 0x80, 0x01 }, "80:01")]
    [InlineData(new byte[] { 0x01, 0x02, 0xAA }, "01:02:aa")]
    [InlineData(new byte[] { 0x00 }, "00")]
    public void Serial_numbers_are_hexadecimal_pairs(byte[] serial, string text) =>
        Assert.Equal(text, new CertificateWriter { Serial = serial }.Build().SerialNumber);

    [Fact]
    public void A_time_that_cannot_be_read_is_none()
    {
        QSslCertificate certificate = new CertificateWriter { NotBefore = "nonsense" }.Build();

        Assert.Null(certificate.EffectiveDate);
        Assert.Equal(new DateTimeOffset(2050, 1, 1, 0, 0, 0, TimeSpan.Zero), certificate.ExpiryDate);
        Assert.Equal(1950, new CertificateWriter { NotBefore = "500101000000Z" }.Build().EffectiveDate!.Value.Year);
        Assert.Equal(2049, new CertificateWriter { NotBefore = "490101000000Z" }.Build().EffectiveDate!.Value.Year);
    }

    [Fact]
    public void Self_signed_means_that_names_key_identifiers_and_usage_fit()
    {
        Assert.True(TestPki.Root.Certificate.IsSelfSigned);
        Assert.True(TestPki.SelfSigned.Certificate.IsSelfSigned);
        Assert.False(TestPki.Intermediate.Certificate.IsSelfSigned);
        Assert.False(TestPki.Server.Certificate.IsSelfSigned);

        byte[] signatureOnly = [0x03, 0x02, 0x07, 0x80];
        byte[] subjectKey = [0x04, 0x01, 0x01];
        byte[] otherAuthorityKey = [0x30, 0x03, 0x80, 0x01, 0x02];
        Assert.True(new CertificateWriter().Build().IsSelfSigned);
        Assert.False(new CertificateWriter { Extensions = { ("2.5.29.15", signatureOnly) } }.Build().IsSelfSigned);
        Assert.False(new CertificateWriter { Extensions = { ("2.5.29.14", subjectKey),
            ("2.5.29.35", otherAuthorityKey) } }.Build().IsSelfSigned);
    }

    // Ed25519's key of RFC 8410, section 10.1, and the start of a key of an algorithm that nobody has heard of.
    [Theory]
    [InlineData("302a300506032b6570032100" + "19bf44096984cdfe8541bac167dc3b96c85086aa30b6b6cb0c5c38ad703166e1", KeyAlgorithm.Opaque, -1,
        "Ed25519")]
    [InlineData("300b300506032a030403020000", KeyAlgorithm.Opaque, -1, "1.2.3.4")]
    [InlineData("3010300b06092a864886f70d01010103010000", KeyAlgorithm.Opaque, -1, "unreadable key")]
    public void Keys_of_other_algorithms_are_opaque(string key, KeyAlgorithm algorithm, int length, string description)
    {
        QSslCertificate certificate = new CertificateWriter { PublicKey = PadToLength(Convert.FromHexString(key)) }.Build();

        Assert.Equal(algorithm, certificate.PublicKey.Algorithm);
        Assert.Equal(length, certificate.PublicKey.Length);
        Assert.Equal(description, certificate.KeyDescription);
    }

    [Theory]
    [InlineData(AlternativeNameEntryType.DnsEntry, "a.test", "DNS:a.test")]
    [InlineData(AlternativeNameEntryType.IpAddressEntry, "::1", "IP:::1")]
    [InlineData(AlternativeNameEntryType.EmailEntry, "a@b.test", "email:a@b.test")]
    [InlineData(AlternativeNameEntryType.DnsEntry, "bank.test\0.evil.test", @"DNS:bank.test\00.evil.test")]
    public void Names_are_shown_with_their_kind(AlternativeNameEntryType type, string value, string text) =>
        Assert.Equal(text, new AlternativeName(type, value).ToString());

    [Fact]
    public void Keys_are_described_by_algorithm_and_size()
    {
        Needs.EllipticKeys();
        Assert.Equal("RSA 2048", TestPki.ServerRsa.Certificate.KeyDescription);
        Assert.Equal("EC P-256", TestPki.Server.Certificate.KeyDescription);
        Assert.Equal("EC P-256", TestPki.Server.Certificate.PublicKey.ToString().Replace(" public key", ""));
    }

    [Fact]
    public void Concurrent_readers_see_the_same_facts()
    {
        for (int round = 0; round < 20; round++)
        {
            QSslCertificate certificate = QSslCertificate.FromDer(TestPki.Server.Certificate.ToDer());
            string[] subjects = new string[8];
            Parallel.For(0, subjects.Length, i => subjects[i] = certificate.Subject + certificate.SubjectAlternativeNames.Count);
            Assert.All(subjects, subject => Assert.Equal("CN=server.test4", subject));
        }
    }

    private static byte[] PadToLength(byte[] sequence) => sequence[..(sequence[1] + 2)];
}
