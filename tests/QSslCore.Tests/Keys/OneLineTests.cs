using System.Text;
using QSslCore.Tests.Support;
using QSslCore.Tls;

namespace QSslCore.Tests.Keys;

/// <summary>Certificates and keys as CI secrets, environment variables and JSON have them: on one line, or as base64 alone.</summary>
public sealed class OneLineTests
{
    private static readonly Dictionary<string, Func<string, string>> s_forms = new()
    {
        ["no line ends"] = pem => pem.Replace("\n", ""),
        ["blanks"] = pem => pem.Replace('\n', ' '),
        ["two blanks and tabs"] = pem => pem.Replace("\n", " \t "),
        [@"\n"] = pem => pem.Replace("\n", @"\n"),
        [@"\r\n"] = pem => pem.Replace("\n", @"\r\n"),
        [@"\\n"] = pem => pem.Replace("\n", @"\\n"),
        ["JSON"] = pem => $$"""{ "pem": "{{pem.Replace("\n", @"\n").Replace("/", @"\/")}}" }""",
        ["YAML"] = pem => $"pem: {pem.Replace('\n', ' ')}\r\n",
        ["quotes"] = pem => $"\"{pem.TrimEnd()}\"",
        [@"\n in a body with lines"] = pem => pem.Replace("\n", "\n\\n"),
        ["byte order mark"] = pem => "\uFEFF" + pem.Replace("\n", ""),
        ["base64"] = Body,
        ["base64 with line ends"] = pem => string.Join("\r\n", Body(pem).Chunk(76).Select(c => new string(c))) + "\r\n",
        ["base64 with blanks"] = pem => string.Join(' ', Body(pem).Chunk(64).Select(c => new string(c))),
        [@"base64 with \n"] = pem => string.Join(@"\n", Body(pem).Chunk(64).Select(c => new string(c))) + @"\n",
        ["base64 in quotes"] = pem => $"\"{Body(pem)}\",",
        ["base64 of PEM"] = pem => Convert.ToBase64String(Encoding.ASCII.GetBytes(pem)),
        ["base64 of PEM on one line"] = pem => Convert.ToBase64String(Encoding.ASCII.GetBytes(pem.Replace('\n', ' '))),
    };

    public OneLineTests()
    {
        if (TlsBackendRegistry.Absence.Length > 0)
            Assert.Skip(TlsBackendRegistry.Absence);
    }

    public static TheoryData<string> Forms => [.. s_forms.Keys];

    public static TheoryData<string, string> FormsOfBackends =>
        new MatrixTheoryData<string, string>(s_forms.Keys, TlsBackendRegistry.Available.Select(b => b.Name));

    [Theory]
    [MemberData(nameof(Forms))]
    public void Certificates_are_read(string form)
    {
        QSslCertificate certificate = TestPki.Server.Certificate;
        byte[] text = Encoding.UTF8.GetBytes(s_forms[form](certificate.ToPem()));

        Assert.Equal([certificate], QSslCertificate.FromData(text));
        Assert.Equal("", CertificateReader.Read(text).Failure);
        Assert.Equal([certificate], CertificateReader.Read(text).Certificates);
        if (form.StartsWith("base64", StringComparison.Ordinal) && !form.Contains("PEM", StringComparison.Ordinal))
            Assert.Equal([certificate], QSslCertificate.FromData(text, EncodingFormat.Der));
        using TestFiles files = new();
        Assert.Equal([certificate], QSslCertificate.FromFile(files.Write("one.pem", text)));
    }

    [Theory]
    [MemberData(nameof(FormsOfBackends))]
    public void Keys_are_read_on_every_backend(string form, string backend)
    {
        TestIdentity server = TestPki.ServerRsa;
        foreach ((string pem, KeyType type, string passPhrase) in new[]
        {
            (server.KeyPem, KeyType.PrivateKey, ""), (server.TraditionalKeyPem, KeyType.PrivateKey, ""),
            (TestPki.Server.KeyPem, KeyType.PrivateKey, ""), (server.PublicKeyPem, KeyType.PublicKey, ""),
            (server.EncryptedKeyPem(KnownKeys.PassPhrase), KeyType.PrivateKey, KnownKeys.PassPhrase),
        })
        {
            if (passPhrase.Length > 0 && !Needs.HasKeyDerivation(backend))
                continue;
            byte[] text = Encoding.UTF8.GetBytes(s_forms[form](pem));
            byte[] secret = Encoding.ASCII.GetBytes(passPhrase);
            QSslKey expected = KeyReader.Read(Encoding.ASCII.GetBytes(pem), null, secret, type).Key!;

            KeyReadResult result = KeyReader.Read(text, null, secret, type);
            Assert.Equal("", result.Message);
            Assert.Equal(expected, result.Key);
            Assert.Equal(expected, new QSslKey(text, expected.Algorithm, EncodingFormat.Pem, type, secret));
            Assert.Equal(expected.Material, DecodeOn(backend, text, type, secret));
        }
    }

    [Fact]
    public void Several_blocks_on_one_line_are_all_read()
    {
        TestIdentity server = TestPki.Server;
        string all = (server.ChainPem + server.KeyPem + TestPki.RootRsa.Certificate.ToPem()).Replace("\n", "");
        foreach (string text in new[] { all, all.Replace("----------", "----- -----"), $"first {all} last", all + "\n"
            + TestPki.Root.Certificate.ToPem() })
        {
            byte[] data = Encoding.ASCII.GetBytes(text);
            CertificateReadResult result = CertificateReader.Read(data);
            Assert.Equal("", result.Failure);
            Assert.Equal([.. server.Chain, TestPki.RootRsa.Certificate], result.Certificates.Take(server.Chain.Length + 1));
            Assert.Equal(server.Key, KeyReader.Read(data, null, default).Key);
        }
    }

    [Theory]
    [InlineData("", true)]
    [InlineData(" ", true)]
    [InlineData(@"\n", true)]
    [InlineData(@"\r\n", true)]
    [InlineData("", false)]
    public void Traditional_encryption_is_read_where_its_headers_can_be_told(string lineEnd, bool isKnown)
    {
        string pem = isKnown ? KnownKeys.TraditionalAes : KnownKeys.TraditionalAes.Replace("AES-256-CBC", "XYZ-256-CBC");
        KeyReadResult result = KeyReader.Read(
            Encoding.ASCII.GetBytes(pem.ReplaceLineEndings("\n").Replace("\n", lineEnd)), null,
                Encoding.ASCII.GetBytes(KnownKeys.PassPhrase));

        if (isKnown)
            Assert.Equal(KeyReader.Read(Encoding.ASCII.GetBytes(KnownKeys.Pkcs8), null, default).Key, result.Key);
        else
            Assert.Contains("its headers and its text share a line", result.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Everything from -----BEGIN CERTIFICATE----- on is the certificate, up to -----END CERTIFICATE-----, and no more.\n")]
    [InlineData("# -----BEGIN CERTIFICATE-----\n")]
    [InlineData("C:\\new\\root.pem\n")]
    public void Text_that_speaks_of_markers_is_passed_over(string text)
    {
        byte[] data = Encoding.ASCII.GetBytes($"{text}{TestPki.Root.Certificate.ToPem()}{text}");
        CertificateReadResult result = CertificateReader.Read(data);
        Assert.Equal([TestPki.Root.Certificate], result.Certificates);
    }

    [Theory]
    [InlineData(
        "-----BEGIN PRIVATE KEY-----MIGHAgEAMBMGByqGSM49AgEGCCqGSM49",
            "the PEM block at line 1 is damaged: its END PRIVATE KEY line is missing")]
    [InlineData(
        "-----BEGIN PRIVATE KEY-----MIGHAgEAMBMGByqGSM49AgEGCCqGSM49-----END PUBLIC KEY-----",
        "the PEM block at line 1 is damaged: it begins as PRIVATE KEY and ends as PUBLIC KEY in line 3")]
    [InlineData("-----BEGIN PRIVATE KEY MIGHAgEAMBMGByqGSM49-----MIGHAgEAMBMGByqGSM49-----END PRIVATE KEY-----",
        "it holds no key but an unknown kind of block")]
    [InlineData("-----BEGIN MIGHAgEAMBMGByqGSM49-----\nMIGH\n-----END MIGHAgEAMBMGByqGSM49-----",
        "it holds no key but an unknown kind of block")]
    [InlineData("MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg", "it is neither PEM text nor DER")]
    [InlineData("MAMCAQA=", "it is not a key in DER, or it is damaged")]
    public void What_is_broken_is_told_and_not_shown(string text, string fault) =>
        Assert.Equal(fault, KeyReader.Read(Encoding.ASCII.GetBytes(text), null, default).Message);

    [Fact]
    public void Diffie_Hellman_parameters_are_read()
    {
        string pem = PemText.Write("DH PARAMETERS", QSslDiffieHellmanParameters.DefaultParameters.Der);
        Assert.All(s_forms.Values, form =>
            Assert.True(QSslDiffieHellmanParameters.FromEncoded(Encoding.UTF8.GetBytes(form(pem)), EncodingFormat.Pem).IsValid));
    }

    private static string Body(string pem) => string.Concat(pem.Split('\n').Where(line => !line.StartsWith('-')));

    /// <summary>What a backend is given of a text, and makes of it.</summary>
    private static byte[] DecodeOn(string backend, byte[] text, KeyType type, byte[] passPhrase)
    {
        byte[] plain = EncodedText.TryUnfold(text, out byte[] unfolded) ? unfolded : text;
        EncodingFormat format = PemReader.LooksLikePem(plain) ? EncodingFormat.Pem : EncodingFormat.Der;
        if (format == EncodingFormat.Pem)
        {
            Assert.True(new PemReader(plain).Read(out PemBlock block));
            byte[] lines = new byte[block.NormalLength];
            plain = lines[..block.Normalise(lines)];
            Assert.All(Encoding.ASCII.GetString(plain).Split('\n'), line => Assert.True(line.Length <= 64));
        }
        return TlsBackendRegistry.Find(backend)!.DecodeKey(plain, format, type, passPhrase).Material!;
    }
}
