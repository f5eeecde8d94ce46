using System.Security.Cryptography;
using System.Text;
using QSslCore.Tests.Support;

namespace QSslCore.Tests.Certificates;

public sealed class CertificateReaderTests
{
    private static string Pem => TestPki.Server.Certificate.ToPem();

    [Fact]
    public void All_certificates_of_a_file_are_read_in_their_order()
    {
        Assert.Equal(TestPki.Server.Chain, Read(TestPki.Server.ChainPem).Certificates);
        Assert.Equal(TestPki.Server.Chain, Read(TestPki.Server.ChainPem, EncodingFormat.Pem).Certificates);
        Assert.True(Read(TestPki.Server.ChainPem).Succeeded);
    }

    [Theory]
    [InlineData("\r\n")]
    [InlineData("\r")]
    [InlineData("  \n")]
    [InlineData("\n\n")]
    public void Line_ends_of_every_kind_are_read(string lineEnd) =>
        Assert.Equal(TestPki.Server.Chain, Read(TestPki.Server.ChainPem.Replace("\n", lineEnd)).Certificates);

    [Fact]
    public void Text_around_the_blocks_other_blocks_and_a_missing_last_line_end_are_no_trouble()
    {
        string text = "\uFEFF# the server: its chain\nSubject: "
            + $"CN=x\n\n{TestPki.Server.KeyPem}\n{Pem}between\n{TestPki.Intermediate.Certificate.ToPem().TrimEnd()}";
        CertificateReadResult result = Read(text);

        Assert.Equal("", result.Failure);
        Assert.Equal(TestPki.Server.Chain, result.Certificates);
        Assert.Equal(TestPki.Server.Certificate, Read("\uFEFF" + Pem).Certificates.Single());
        Assert.Equal(TestPki.Server.Certificate, Read("    " + Pem.Replace("\n", "\n    ")).Certificates.Single());
    }

    /// <summary>A certificate that is passed over would look as if it were none.</summary>
    [Theory]
    [InlineData("-----BEGIN CERTIFICATE-----\n", "", "looks like the begin or the end of a certificate")]
    [InlineData("-----BEGIN CERTIFICATE-----", "----BEGIN CERTIFICATE----", "looks like the begin or the end of a certificate")]
    [InlineData("-----BEGIN CERTIFICATE-----", "------Begin Certificate------", "looks like the begin or the end of a certificate")]
    [InlineData(" CERTIFICATE", " certificate", "looks like the begin or the end of a certificate")]
    [InlineData(" CERTIFICATE", " NEW CERTIFICATE", "the label NEW CERTIFICATE at line")]
    public void A_second_certificate_whose_mark_is_damaged_is_not_passed_over(string mark, string damaged, string failure)
    {
        CertificateReadResult result = Read(Pem + TestPki.Root.Certificate.ToPem().Replace(mark, damaged, StringComparison.Ordinal));

        Assert.Contains(failure, result.Failure, StringComparison.Ordinal);
        Assert.Equal(TestPki.Server.Certificate, result.Certificates.Single());
    }

    [Fact]
    public void A_certificate_in_DER_beside_PEM_is_not_passed_over()
    {
        byte[] der = TestPki.Root.Certificate.ToDer(), pem = Encoding.ASCII.GetBytes(Pem);

        Assert.Contains("DER beside", CertificateReader.Read((byte[])[.. pem, .. der]).Failure, StringComparison.Ordinal);
        Assert.NotEmpty(CertificateReader.Read((byte[])[.. der, .. pem]).Failure);
        Assert.Equal("", CertificateReader.Read((byte[])[.. pem, 0x30, 0x82, 0, 0]).Failure);
    }

    [Fact]
    public void Der_is_read_one_after_another()
    {
        byte[] two = [.. TestPki.Server.Certificate.ToDer(), .. TestPki.Root.Certificate.ToDer()];
        Assert.Equal([TestPki.Server.Certificate, TestPki.Root.Certificate], CertificateReader.Read(two, EncodingFormat.Der).Certificates);
        Assert.Equal([TestPki.Server.Certificate, TestPki.Root.Certificate], CertificateReader.Read(two).Certificates);

        CertificateReadResult cut = CertificateReader.Read(two.AsSpan()[..^1]);
        Assert.Equal($"what follows its certificate at byte {TestPki.Server.Certificate.ToDer().Length} is not a certificate", cut.Failure);
    }

    public static TheoryData<string, string> Failures => new()
    {
        { "", "it is empty" },
        { " \r\n\n", "it is empty" },
        { "hello", "it is neither PEM text nor DER" },
        { "0", "it begins like DER, but it is damaged or cut short" },
        { "<key>", "it holds no certificate but a private key" },
        { "<traditional key>", "it holds no certificate but a private key" },
        { "<public key>", "it holds no certificate but a public key" },
        { "-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----", "it holds no certificate but a request for one" },
        { "-----BEGIN PKCS7-----\nAAAA\n-----END PKCS7-----", "the PEM block at line 1 is damaged: what it holds is not a PKCS#7 bundle" },
        { "-----BEGIN X\u001b[2J-----\nAAAA\n-----END X\u001b[2J-----", @"it holds no certificate but X\1B[2J" },
        { "-----BEGIN CERTIFICATE", "there is no PEM block in it" },
        { "\n\n-----BEGIN CERTIFICATE-----\nAAAA\n", "the PEM block at line 3 is damaged: its END CERTIFICATE line is missing" },
        { "-----BEGIN CERTIFICATE-----\nAA*A\n-----END CERTIFICATE-----", "the PEM block at line 1 is damaged: line 2 is not base64" },
        { "-----BEGIN CERTIFICATE-----\nAAA\n-----END CERTIFICATE-----",
            "the PEM block at line 1 is damaged: its base64 text is cut short or has too much at its end" },
        { "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----", "the PEM block at line 1 is damaged: there is nothing in it" },
        { "x\n-----BEGIN CERTIFICATE-----\r\nAAAA\r\n-----END CERTIFICATE-----",
            "the PEM block at line 2 is damaged: what it holds is not a certificate" },
        { "-----BEGIN CERTIFICATE-----\nAAAA\n-----END X-----",
            "the PEM block at line 1 is damaged: it begins as CERTIFICATE and ends as X in line 3" },
        { "-----BEGIN TRUSTED CERTIFICATE-----\nAAAA\n-----END TRUSTED CERTIFICATE-----",
            "the PEM block at line 1 is a TRUSTED CERTIFICATE, OpenSSL's own form; write it as a plain CERTIFICATE" },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public void What_cannot_be_read_is_told_precisely(string text, string failure)
    {
        CertificateReadResult result = Read(text
            .Replace("<key>", TestPki.Server.KeyPem)
            .Replace("<traditional key>", TestPki.Server.TraditionalKeyPem)
            .Replace("<public key>", TestPki.Server.PublicKeyPem));

        Assert.Equal(failure, result.Failure);
        Assert.Empty(result.Certificates);
    }

    [Fact]
    public void The_other_format_is_recognised()
    {
        byte[] der = TestPki.Server.Certificate.ToDer();
        Assert.Equal("it is a certificate in DER, not PEM text; read it with the format Der",
            CertificateReader.Read(der, EncodingFormat.Pem).Failure);
        Assert.Equal("it is PEM text; read it with the format Pem", Read(Pem, EncodingFormat.Der).Failure);
        Assert.Equal("it is binary data, not PEM text", CertificateReader.Read([1, 2, 3, 0, 0xFF], EncodingFormat.Pem).Failure);
        Assert.Equal("it is not PEM text: there is no BEGIN line in it", Read("hello", EncodingFormat.Pem).Failure);
        Assert.Equal("it holds no certificate but a private key", CertificateReader.Read(TestPki.Server.Pkcs8).Failure);
        Assert.Equal("it is UTF-16 text; write it as ASCII or UTF-8", CertificateReader.Read(Encoding.Unicode.GetBytes(Pem)).Failure);
        Assert.Equal("it is UTF-16 text; write it as ASCII or UTF-8",
            CertificateReader.Read(Encoding.Unicode.GetBytes(Pem), EncodingFormat.Pem).Failure);
    }

    [Fact]
    public void Bundles_of_other_kinds_are_recognised()
    {
        Needs.Bundles();
        using var certificate = TestPki.Server.Certificate.ToX509Certificate2();
        byte[] pkcs12 = certificate.Export(System.Security.Cryptography.X509Certificates.X509ContentType.Pkcs12, "x");
        Assert.Equal("it is a PKCS#12 bundle; import it as such", CertificateReader.Read(pkcs12).Failure);
    }

    [Fact]
    public void One_damaged_block_is_told_and_does_not_hide_the_others()
    {
        string text = $"{Pem}-----BEGIN CERTIFICATE-----\n{TestPki.Root.Certificate.ToPem()}";
        CertificateReadResult result = Read(text);

        Assert.Equal($"the PEM block at line {Pem.Count(c => c == '\n') + 1} is damaged: its END CERTIFICATE line is missing",
            result.Failure);
        Assert.Equal([TestPki.Server.Certificate, TestPki.Root.Certificate], result.Certificates);
        Assert.Equal(2, QSslCertificate.FromData(Encoding.ASCII.GetBytes(text)).Count);
    }

    [Fact]
    public void Data_cut_anywhere_is_refused_and_never_crashes()
    {
        byte[] pem = Encoding.ASCII.GetBytes(Pem);
        byte[] der = TestPki.Server.Certificate.ToDer();
        for (int length = 0; length < pem.Length - 2; length++)
            Assert.NotEqual("", CertificateReader.Read(pem.AsSpan(0, length)).Failure);
        for (int length = 0; length < der.Length; length++)
            Assert.NotEqual("", CertificateReader.Read(der.AsSpan(0, length)).Failure);
    }

    [Fact]
    public void Data_with_changed_bytes_never_crashes()
    {
        Random random = new(20241123);
        byte[][] originals = [Encoding.ASCII.GetBytes(Pem), TestPki.Server.Certificate.ToDer(), TestPki.ServerRsa.Certificate.ToDer()];
        for (int round = 0; round < 5000; round++)
        {
            byte[] data = [.. originals[round % originals.Length]];
            for (int changes = random.Next(1, 4); changes > 0; changes--)
                data[random.Next(data.Length)] = (byte)random.Next(256);

            foreach (QSslCertificate certificate in CertificateReader.Read(data).Certificates)
            {
                _ = certificate.Subject + certificate.KeyDescription + certificate.IsSelfSigned + certificate.ExpiryDate;
                _ = HostNameMatcher.Matches(certificate, PeerHost.Parse("server.test"), HostNameRules.Qt);
                _ = HostNameMatcher.Explain(certificate, PeerHost.Parse("other.test"), HostNameRules.Rfc9525);
            }
        }
    }

    [Fact]
    public void Files_are_read_or_told_why_not()
    {
        using TestFiles files = new();
        string path = files.Write("server.pem", Pem);

        Assert.Equal(TestPki.Server.Certificate, CertificateReader.ReadFile(path).Certificates.Single());
        Assert.Equal("it does not exist", CertificateReader.ReadFile(files.PathOf("none.pem")).Failure);
        Assert.Equal("it does not exist", CertificateReader.ReadFile(files.PathOf("none/none.pem")).Failure);
        Assert.Equal("it is a directory", CertificateReader.ReadFile(files.Directory).Failure);
        Assert.StartsWith("it cannot be read", CertificateReader.ReadFile("").Failure);
        Assert.Empty(QSslCertificate.FromFile(files.PathOf("none.pem")));
    }

    [Fact]
    public void A_device_that_never_ends_is_given_up()
    {
        if (!File.Exists("/dev/zero"))
            Assert.Skip("there is no /dev/zero on this system");

        Assert.Equal("it is larger than 64 MiB", CertificateReader.ReadFile("/dev/zero").Failure);
    }

    private static CertificateReadResult Read(string text, EncodingFormat? format = null) =>
        CertificateReader.Read(Encoding.UTF8.GetBytes(text), format);
}
