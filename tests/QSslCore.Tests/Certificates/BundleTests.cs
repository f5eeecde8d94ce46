using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using QSslCore.Tests.Support;
using QSslCore.Tls;

namespace QSslCore.Tests.Certificates;

/// <summary>PKCS#12 and PKCS#7, ours, the runtime's and openssl's.</summary>
public sealed class BundleTests
{
    private const string PassPhrase = "päss phrase";

    private static readonly byte[] s_passPhrase = Encoding.UTF8.GetBytes(PassPhrase);

    public BundleTests()
    {
        if (TlsBackendRegistry.Absence.Length > 0)
            Assert.Skip(TlsBackendRegistry.Absence);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_was_exported_is_imported(bool rsa)
    {
        Needs.Bundles();
        TestIdentity identity = rsa ? TestPki.ServerRsa : TestPki.Server;
        QSslCertificate[] others = [.. identity.Chain.Skip(1), TestPki.Root.Certificate];
        byte[] bundle = QSslCertificate.ExportPkcs12(identity.Key, identity.Certificate, others, s_passPhrase);

        Assert.True(QSslCertificate.ImportPkcs12(bundle, out QSslKey key, out QSslCertificate certificate, out var authorities,
            s_passPhrase));
        Assert.Equal(identity.Certificate, certificate);
        Assert.True(certificate.IsCertificateOf(key));
        Assert.Equal(KeyReader.Read(identity.Pkcs8, EncodingFormat.Der, default).Key, key);
        Assert.Equivalent(others, authorities, strict: true);

        using X509Certificate2 native = X509CertificateLoader.LoadPkcs12(bundle, PassPhrase);
        Assert.True(native.HasPrivateKey);
    }

    [Fact]
    public void What_cannot_be_imported_is_false_and_gives_nothing()
    {
        Needs.Bundles();
        byte[] bundle = QSslCertificate.ExportPkcs12(TestPki.Server.Key, TestPki.Server.Certificate, null, s_passPhrase);
        using X509Certificate2 bare = TestPki.Server.Certificate.ToX509Certificate2();
        byte[] withoutKey = bare.Export(X509ContentType.Pkcs12, PassPhrase);

        Assert.Equal("the pass phrase is wrong", Fault(bundle, "wrong"u8.ToArray()));
        Assert.Equal("it is encrypted, and no pass phrase was given", Fault(bundle, null));
        Assert.Equal("it holds no private key with its certificate", Fault(withoutKey, s_passPhrase));
        Assert.Equal("it is empty", Fault([], s_passPhrase));
        Assert.Equal("it is empty", Fault(null!, s_passPhrase));
        Assert.Equal("it is PEM text, not a PKCS#12 bundle", Fault(Encoding.ASCII.GetBytes(TestPki.Server.KeyPem), s_passPhrase));
        Assert.Equal("it is not a PKCS#12 bundle", Fault("garbage"u8.ToArray(), s_passPhrase));
        Assert.Equal("it is not a PKCS#12 bundle, or it is damaged", Fault(TestPki.Server.Certificate.ToDer(), s_passPhrase));
        Assert.Equal("it is not a PKCS#12 bundle, or it is damaged", Fault(bundle[..^1], s_passPhrase));

        static string Fault(byte[] data, byte[]? passPhrase)
        {
            Assert.False(QSslCertificate.ImportPkcs12(data, out QSslKey key, out QSslCertificate certificate, out var others, passPhrase));
            Assert.True(key.IsNull && certificate.IsNull && others.Count == 0);
            return Pkcs12.Read(data, passPhrase).Failure;
        }
    }

    [Fact]
    public void A_failed_import_warns()
    {
        using Warnings warnings = new();
        QSslCertificate.ImportPkcs12("no bundle at all"u8.ToArray(), out _, out _, out _);
        Assert.Equal(["The PKCS#12 bundle cannot be imported: it is not a PKCS#12 bundle."], warnings.Take());
    }

    [Fact]
    public void An_export_needs_a_key_that_fits_and_a_pass_phrase()
    {
        QSslCertificate certificate = TestPki.Server.Certificate;

        Assert.Throws<ArgumentException>(() => QSslCertificate.ExportPkcs12(TestPki.Server.Key, certificate, null, []));
        Assert.Throws<ArgumentException>(() => QSslCertificate.ExportPkcs12(new QSslKey(), certificate, null, s_passPhrase));
        Assert.Throws<ArgumentException>(() => QSslCertificate.ExportPkcs12(certificate.PublicKey, certificate, null, s_passPhrase));
        Assert.Throws<ArgumentException>(() => QSslCertificate.ExportPkcs12(TestPki.Server.Key, new QSslCertificate(), null, s_passPhrase));
        string fault = Assert.Throws<ArgumentException>(() =>
            QSslCertificate.ExportPkcs12(TestPki.Client.Key, certificate, null, s_passPhrase)).Message;
        Assert.StartsWith("The private key does not belong to the certificate 'server.test'.", fault);
    }

    [Fact]
    public void A_key_that_the_runtime_does_not_know_is_not_called_another_certificates()
    {
        ExternalProgram.Require("openssl", "openssl");
        using TestFiles files = new();
        string key = files.PathOf("key.pem"), path = files.PathOf("cert.pem");
        Run(["req", "-x509", "-newkey", "rsa-pss", "-pkeyopt", "rsa_keygen_bits:2048", "-nodes", "-keyout", key, "-out", path, "-subj",
            "/CN=pss.test"]);
        QSslCertificate certificate = QSslCertificate.FromFile(path)[0];
        QSslKey own = KeyReader.ReadFile(key, null, default).Key!;
        Assert.True(certificate.IsCertificateOf(own));
        NotSupportedException fault = Assert.Throws<NotSupportedException>(() =>
            QSslCertificate.ExportPkcs12(own, certificate, null, s_passPhrase));
        Assert.Equal("The runtime cannot join a certificate with a key of the kind RSA-PSS 2048.", fault.Message);
    }

    [Theory]
    [InlineData("", "Ed25519")]
    [InlineData("", "EC")]
    [InlineData("-keypbe PBE-SHA1-3DES -certpbe PBE-SHA1-3DES -macalg sha1", "RSA")]
    [InlineData("-keypbe AES-128-CBC -certpbe NONE -iter 1", "EC")]
    [InlineData("-keypbe NONE -certpbe NONE", "Ed25519")]
    public void Openssls_bundles_are_imported(string options, string algorithm)
    {
        Needs.Bundles();
        ExternalProgram.Require("openssl", "openssl");
        using TestFiles files = new();
        string[] key = algorithm switch
        {
            "RSA" => ["-newkey", "rsa:2048"],
            "EC" => ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-384"],
            _ => ["-newkey", algorithm],
        };
        Run(["req", "-x509", .. key, "-nodes", "-keyout", files.PathOf("key.pem"), "-out", files.PathOf("cert.pem"), "-subj",
            "/CN=bundle.test"]);
        Run(["pkcs12", "-export", "-inkey", files.PathOf("key.pem"), "-in", files.PathOf("cert.pem"), "-certfile",
            files.Write("root.pem", TestPki.Root.Certificate.ToPem()),
            "-out", files.PathOf("bundle.p12"), "-passout", "pass:secret", .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

        Pkcs12Content content = Pkcs12.Read(File.ReadAllBytes(files.PathOf("bundle.p12")), "secret"u8);
        Assert.Equal("", content.Failure);
        Assert.Equal("CN=bundle.test", content.Certificate.Subject);
        Assert.Equal(KeyReader.ReadFile(files.PathOf("key.pem"), null, default).Key, content.Key);
        Assert.Equal([TestPki.Root.Certificate], content.Others);
    }

    [Fact]
    public void What_the_system_says_of_an_encryption_that_it_refuses_is_kept()
    {
        Needs.Bundles();
        ExternalProgram.Require("openssl", "openssl");
        using TestFiles files = new();
        Run(["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", files.PathOf("key.pem"), "-out", files.PathOf("cert.pem"), "-subj",
            "/CN=bundle.test"]);
        Run(["pkcs12", "-export", "-inkey", files.PathOf("key.pem"), "-in", files.PathOf("cert.pem"), "-out",
            files.PathOf("bundle.p12"), "-passout", "pass:secret", "-keypbe", "CAMELLIA-256-CBC", "-certpbe", "CAMELLIA-256-CBC"]);
        byte[] bundle = File.ReadAllBytes(files.PathOf("bundle.p12"));

        string words = SystemWords(bundle);
        if (words.Length == 0)
            Assert.Skip("needs a system that refuses Camellia");
        foreach (string failure in (string[])[Pkcs12.Read(bundle, "secret"u8).Failure,
            Pkcs12.ReadCertificates(bundle, "secret"u8).Result.Failure])
            Assert.EndsWith($"its encryption is not supported here: {words}", failure, StringComparison.Ordinal);
        Assert.Equal("the pass phrase is wrong", Pkcs12.Read(bundle, "other"u8).Failure);

        static string SystemWords(byte[] bundle)
        {
            try
            {
                using X509Certificate2 read = X509CertificateLoader.LoadPkcs12(bundle, "secret");
                return "";
            }
            catch (CryptographicException e)
            {
                return SystemRefusal.WordsOf(e).TrimEnd('.');
            }
        }
    }

    [Fact]
    public void Openssl_reads_what_was_exported()
    {
        Needs.Bundles();
        ExternalProgram.Require("openssl", "openssl");
        using TestFiles files = new();
        string bundle = files.Write("b.p12", QSslCertificate.ExportPkcs12(TestPki.Server.Key, TestPki.Server.Certificate,
            [TestPki.Root.Certificate], "secret"u8.ToArray()));
        string bag = files.Write("b.p7b", QSslCertificate.ExportPkcs7([TestPki.Server.Certificate, TestPki.Root.Certificate]));

        string text = Run(["pkcs12", "-in", bundle, "-passin", "pass:secret", "-nodes", "-info"]);
        Assert.Contains("BEGIN PRIVATE KEY", text);
        // Of the authentication code, the certificates and the key: none may be the cheap way to the pass phrase.
        Assert.Equal(3, text.Split("Iteration 100000").Length - 1);
        Assert.Equal(2, QSslCertificate.FromData(Encoding.ASCII.GetBytes(text)).Count);
        Assert.Equal(2, QSslCertificate.FromData(Encoding.ASCII.GetBytes(Run(["pkcs7", "-in", bag, "-print_certs"]))).Count);
    }

    [Theory]
    [InlineData(EncodingFormat.Pem)]
    [InlineData(EncodingFormat.Der)]
    public void Bags_of_certificates_are_written_and_read(EncodingFormat format)
    {
        QSslCertificate[] certificates = [TestPki.Server.Certificate, TestPki.Intermediate.Certificate, TestPki.Root.Certificate];
        byte[] bag = QSslCertificate.ExportPkcs7([.. certificates, new QSslCertificate(), null!], format);

        Assert.Equal(certificates, QSslCertificate.FromData(bag, format));
        using MemoryStream stream = new(bag);
        Assert.Equal(3, QSslCertificate.FromDevice(stream, format).Count);
        Assert.Equal("it is a PKCS#7 bundle without certificates", CertificateReader.Read(QSslCertificate.ExportPkcs7([], format)).Failure);
    }

    [Fact]
    public void Devices_are_read_for_what_has_come()
    {
        Needs.Bundles();
        using QTcpServer server = new();
        Assert.True(server.Listen(IPAddress.Loopback));
        using QTcpSocket sender = new();
        sender.ConnectToHost("127.0.0.1", server.ServerPort);
        Assert.True(sender.WaitForConnected() && server.WaitForNewConnection(5000));
        using QTcpSocket device = server.NextPendingConnection()!;

        Send(Encoding.ASCII.GetBytes(TestPki.Server.ChainPem));
        Assert.Equal(TestPki.Server.Chain, QSslCertificate.FromDevice(device));
        Send(TestPki.Root.Certificate.ToDer());
        Assert.Equal(TestPki.Root.Certificate, new QSslCertificate(device, EncodingFormat.Der));
        Send(Encoding.ASCII.GetBytes(TestPki.Server.KeyPem));
        Assert.True(TestPki.Server.Certificate.IsCertificateOf(new QSslKey(device, KeyAlgorithm.Ec)));
        Send(QSslCertificate.ExportPkcs12(TestPki.Server.Key, TestPki.Server.Certificate, null, s_passPhrase));
        Assert.True(QSslCertificate.ImportPkcs12(device, out _, out _, out _, s_passPhrase));
        Send(QSslDiffieHellmanParameters.DefaultParameters.Der.ToArray());
        Assert.Equal(QSslDiffieHellmanParameters.DefaultParameters, QSslDiffieHellmanParameters.FromEncoded(device, EncodingFormat.Der));

        Assert.Empty(QSslCertificate.FromDevice((QIODevice)null!));
        Assert.True(new QSslKey((QIODevice)null!, KeyAlgorithm.Ec).IsNull);
        Assert.False(QSslCertificate.ImportPkcs12((QIODevice)null!, out _, out _, out _));

        void Send(byte[] data)
        {
            sender.Write(data);
            Assert.True(sender.BytesToWrite == 0 || sender.WaitForBytesWritten(5000));
            while (device.BytesAvailable < data.Length)
                Assert.True(device.WaitForReadyRead(5000), device.ErrorString);
        }
    }

    [Fact]
    public void A_bag_with_a_damaged_certificate_says_which()
    {
        Needs.EllipticKeys();
        byte[] bag = QSslCertificate.ExportPkcs7([TestPki.Server.Certificate], EncodingFormat.Der);
        // The certificate's own frame: its signature algorithm's identifier becomes something else.
        int at = bag.AsSpan().LastIndexOf((ReadOnlySpan<byte>)[0x06, 0x08, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x02]);
        bag[at] = 0x05;

        CertificateReadResult result = CertificateReader.Read(bag);
        Assert.Empty(result.Certificates);
        Assert.Equal("the certificate number 1 in its PKCS#7 bundle is damaged", result.Failure);
    }

    [Fact]
    public void Keys_and_certificates_are_matched()
    {
        Needs.Bundles();
        QSslCertificate certificate = TestPki.Server.Certificate;

        Assert.True(certificate.IsCertificateOf(TestPki.Server.Key));
        Assert.True(certificate.IsCertificateOf(certificate.PublicKey));
        Assert.False(certificate.IsCertificateOf(TestPki.Client.Key));
        Assert.False(certificate.IsCertificateOf(new QSslKey()));
        Assert.False(new QSslCertificate().IsCertificateOf(TestPki.Server.Key));
        using X509Certificate2 native = certificate.ToX509Certificate2(TestPki.Server.Key);
        Assert.True(native.HasPrivateKey);
        Assert.Equal(certificate, QSslCertificate.FromX509Certificate2(native));
    }

    [Fact]
    public void The_librarys_text_is_its_own()
    {
        string text = TestPki.Server.Certificate.ToText();

        Assert.StartsWith("Certificate:\n    Data:\n        Version: 3 (0x2)", text);
        Assert.Contains("DNS:server.test", text);
        Assert.Equal("", new QSslCertificate().ToText());
    }

    private static string Run(string[] arguments)
    {
        using ExternalProgram program = ExternalProgram.Start("openssl", arguments);
        Assert.True(program.WaitForExit() == 0, program.Output);
        return program.Output;
    }
}
