using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using QSslCore.Sockets;
using QSslCore.Tests.Features;
using QSslCore.Tests.Probing;
using QSslCore.Tests.Support;
using QSslCore.Tls;
using QSslCore.Verification;
using QSslCore.Tls.OpenSsl;
using QSslCore.Tls.Stapling;

namespace QSslCore.Tests.Robustness;

/// <summary>
/// Every parser on damaged input: it answers, in bounded time, and never by an exception. Some thousand inputs each; with
/// QSSL_SOAK=1 a hundred thousand. A failure names the seed that makes its input again.
/// </summary>
public sealed class ParserTests(ITestOutputHelper output)
{
    private const string PassPhrase = "secret";

    /// <summary>Loose, for a machine with much else to do: an input costs a millisecond or two.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private static readonly byte[] s_passPhrase = Encoding.ASCII.GetBytes(PassPhrase);

    private static readonly QSslConfiguration s_configuration =
        new() { CaCertificates = [TestPki.Root.Certificate, TestPki.RootRsa.Certificate] };

    private static readonly Lazy<TlsPeer> s_peer = new(
        () => TlsBackendRegistry.Active.VerifyChain(TestPki.Server.Chain, s_configuration, SslMode.SslServerMode));

    /// <summary>Good inputs, and what reads them: true for "accepted".</summary>
    private static readonly Dictionary<string, (Func<byte[][]> Originals, Func<byte[], bool> Parse)> s_parsers = new()
    {
        ["certificate DER"] = (() => [.. Certificates().Select(c => c.ToDer())], data => ReadCertificates(data, EncodingFormat.Der)),
        ["certificate PEM"] = (() => [.. Certificates().Select(c => Ascii(c.ToPem()))], data => ReadCertificates(data, EncodingFormat.Pem)),
        ["PKCS#7 DER"] = (() => [QSslCertificate.ExportPkcs7(TestPki.Server.Chain, EncodingFormat.Der)], data =>
            ReadCertificates(data, EncodingFormat.Der)),
        ["PKCS#7 PEM"] = (() => [QSslCertificate.ExportPkcs7(TestPki.Server.Chain)], data => ReadCertificates(data, EncodingFormat.Pem)),
        ["key DER"] = (() => [TestPki.Server.Pkcs8, TestPki.ServerRsa.Pkcs8, TestPki.Server.Certificate.PublicKey.ToDer(), EncryptedKey()],
            ReadKey),
        ["key PEM"] = (() => [Ascii(TestPki.Server.KeyPem), Ascii(TestPki.Server.TraditionalKeyPem), Ascii(TestPki.Server.PublicKeyPem),
            Ascii(PemText.Write("ENCRYPTED PRIVATE KEY", EncryptedKey()))], ReadKey),
        ["PKCS#12"] = (() => [Bundle()], ReadBundle),
        ["JCEKS"] = (() => [KeyStore()], ReadKeyStore),
        ["Diffie-Hellman DER"] = (() => [QSslDiffieHellmanParameters.DefaultParameters.Der.ToArray()], data =>
            ReadParameters(data, EncodingFormat.Der)),
        ["Diffie-Hellman PEM"] = (() => [Ascii(PemText.Write("DH PARAMETERS", QSslDiffieHellmanParameters.DefaultParameters.Der))], data =>
            ReadParameters(data, EncodingFormat.Pem)),
        ["extensions"] = (ExtensionValues, ReadExtension),
        ["session"] = (() => [Session()], data => OwnedSession.Decode(data) is { } session
            && TlsBackendRegistry.Active.InspectSession(session.Ticket, s_configuration) is not null),
        ["OCSP response"] = (OcspResponses, ReadOcspResponse),
        ["server flight"] = (ProbedAnswers.Flights, ProbedAnswers.ReadFlight),
        ["SSL 2.0 answer"] = (ProbedAnswers.OldAnswers, ProbedAnswers.ReadOldAnswer),
        ["TLS 1.3 flight"] = (ModernFlights, ProbedAnswers.ReadModernFlight),
        ["name constraints"] = (() => [[.. Convert.FromHexString("3014A1123010820E"), .. "example.test.a"u8]], ReadConstraints),
    };

    private static byte[][] ModernFlights()
    {
        Needs.EllipticKeys();
        return ProbedAnswers.ModernFlights();
    }

    public static TheoryData<string> Parsers => [.. s_parsers.Keys];

    [Theory]
    [MemberData(nameof(Parsers))]
    public void Damaged_input_is_answered(string parser)
    {
        if (TlsBackendRegistry.Absence.Length > 0)
            Assert.Skip(TlsBackendRegistry.Absence);

        int rounds = Environment.GetEnvironmentVariable("QSSL_SOAK") == "1" ? 100_000 : 2_000;
        if (parser == "PKCS#12")
            Needs.Bundles();
        (Func<byte[][]> make, Func<byte[], bool> parse) = s_parsers[parser];
        byte[][] originals = make();
        Assert.All(originals, original => Assert.True(parse(original), $"{parser}: the good input is refused"));

        int accepted = 0;
        TimeSpan slowest = default;
        for (int seed = 0; seed < rounds; seed++)
        {
            byte[] data = new Mutator(seed).Mutate(originals[seed % originals.Length]);
            long start = Stopwatch.GetTimestamp();
            try
            {
                accepted += parse(data) ? 1 : 0;
            }
            catch (Exception e)
            {
                Assert.Fail($"{parser}, seed {seed}: {e}\n{Convert.ToHexString(data)}");
            }

            TimeSpan taken = Stopwatch.GetElapsedTime(start);
            slowest = taken > slowest ? taken : slowest;
            Assert.True(taken < s_patience, $"{parser}, seed {seed}: took {taken}\n{Convert.ToHexString(data)}");
        }

        output.WriteLine($"{parser}: {rounds} inputs, {accepted} accepted, the slowest took {slowest.TotalMilliseconds:F1} ms");
        Assert.True(accepted < rounds, "nothing was refused");
    }

    private static bool ReadCertificates(byte[] data, EncodingFormat format)
    {
        CertificateReadResult result = CertificateReader.Read(data, format);
        Assert.Equal(result.Certificates.Count == 0, result.Certificates.Count == 0 && result.Failure.Length > 0);
        foreach (QSslCertificate certificate in result.Certificates)
            Look(certificate);
        if (result.Certificates.Count > 0)
        {
            // What the library makes of it is its business; that it makes something is ours.
            _ = result.Certificates[0].ToText();
            Assert.NotNull(PeerVerification.EvaluateChain(result.Certificates, s_configuration, "server.test"));
        }

        return result.Succeeded;
    }

    private static void Look(QSslCertificate certificate)
    {
        Assert.False(certificate.IsNull);
        _ = $"{certificate.Subject}{certificate.Issuer}{certificate.SerialNumber}{certificate.Version}{certificate.EffectiveDate}"
            + $"{certificate.DaysLeft}{certificate.LifetimeUsedPercent}{certificate.KeyDescription}{certificate.SignatureAlgorithm}"
            + $"{certificate.SpkiPin}{certificate.IsBlacklisted}{certificate.IsAuthority}{certificate.MustStaple}{certificate.PublicKey}"
            + $"{certificate.IsSelfSigned}{certificate.SubjectDisplayName}";
        string[] lists = [.. certificate.OcspUrls, .. certificate.CrlUrls, .. certificate.CaIssuerUrls, .. certificate.Policies,
            .. certificate.KeyUsages, .. certificate.ExtendedKeyUsages];
        Assert.All(lists, Assert.NotNull);
        Assert.All(certificate.Extensions, extension => Assert.NotNull(extension.Value));
        Assert.All(certificate.SignedCertificateTimestamps, promise => Assert.NotEmpty(promise.LogId));
        _ = HostNameMatcher.Matches(certificate, PeerHost.Parse("server.test"), HostNameRules.Rfc9525)
            || HostNameMatcher.Matches(certificate, PeerHost.Parse("server.test"), HostNameRules.Qt);
    }

    private static bool ReadKey(byte[] data)
    {
        KeyReadResult result = KeyReader.Read(data, null, s_passPhrase);
        Assert.Equal(result.Key is null, result.Failure != KeyReadFailure.None);
        Assert.Equal(result.Key is null, result.Message.Length > 0);
        _ = result.Key?.ToString();
        return result.Key is not null;
    }

    private static bool ReadBundle(byte[] data)
    {
        Pkcs12Content content = Pkcs12.Read(data, s_passPhrase);
        Assert.Equal(content.Succeeded, !content.Key.IsNull && !content.Certificate.IsNull);
        return content.Succeeded;
    }

    /// <summary>Without the check of integrity, which no damaged store passes.</summary>
    private static bool ReadKeyStore(byte[] data)
    {
        Pkcs12Content content = JavaKeyStore.Read(data, default);
        Assert.True(content.Succeeded || content.Others.Count == 0);
        _ = JavaKeyStore.Read(data, s_passPhrase);
        return content.Succeeded && JavaKeyStore.IsOne(data);
    }

    private static byte[] KeyStore() => new JceksWriter { PassPhrase = PassPhrase }
        .Key("server", JceksWriter.Encrypt(TestPki.Server.Pkcs8, PassPhrase), [.. TestPki.Server.Chain])
        .Secret("sealed", "757200025B42ACF317F8060854E0020000787000000004DEADBEEF")
        .Trusted("root", TestPki.Root.Certificate)
        .Write();

    private static bool ReadParameters(byte[] data, EncodingFormat format)
    {
        QSslDiffieHellmanParameters parameters = QSslDiffieHellmanParameters.FromEncoded(data, format);
        Assert.False(parameters.IsEmpty);
        Assert.NotEmpty(parameters.ErrorString);
        return parameters.IsValid;
    }

    /// <summary>The first byte says which extension it is.</summary>
    private static bool ReadExtension(byte[] data)
    {
        if (data.Length == 0)
            return false;
        string oid = s_extensions[data[0] % s_extensions.Length];
        QSslCertificateExtension extension = new(oid, isCritical: false, data.AsMemory(1));
        Assert.NotNull(extension.Value);
        return extension.Value is not byte[];
    }

    private static bool ReadConstraints(byte[] data)
    {
        CertificateWriter authority = new() { Extensions = { (ExtensionNames.NameConstraints, data) } };
        // What cannot be read must be refused, and must not throw.
        bool isRefused = NameConstraintRules.Check([TestPki.Server.Certificate, authority.Build()], readsCommonName: false).Any();
        bool isRead = NameConstraints.Read(data).Fault is null;
        Assert.True(isRead || isRefused);
        return isRead;
    }

    private static byte[] Session()
    {
        using EncryptedPair pair = new(c =>
        {
            c.Protocol = SslProtocol.TlsV1_2;
            c.SetSslOption(SslOption.DisableSessionPersistence, false);
        });
        return pair.Client.SslConfiguration.SessionTicket;
    }

    private static byte[][] OcspResponses()
    {
        using TestFiles files = new();
        (AsymmetricAlgorithm key, byte[] certificate) = OcspWriter.Delegate(issuer: TestPki.Intermediate);
        OcspWriterAnswer answer = new() { Subject = TestPki.Server.Certificate, Issuer = TestPki.Intermediate.Certificate };
        OcspWriter byResponder = new() { Key = key, Signer = certificate, Certificates = [certificate], NamesKey = true,
            Answers = [answer] };
        return [StaplingTests.Respond(files, "good"), byResponder.Write()];
    }

    private static bool ReadOcspResponse(byte[] data) =>
        OcspVerdict.Judge(data, s_peer.Value, s_configuration, OpenSslOcsp.Instance) is { OcspErrors.Count: 0 };

    private static readonly string[] s_extensions =
    [
        ExtensionNames.BasicConstraints, ExtensionNames.KeyUsage, ExtensionNames.ExtendedKeyUsage, ExtensionNames.SubjectAlternativeName,
        ExtensionNames.SubjectKeyIdentifier, ExtensionNames.AuthorityKeyIdentifier, ExtensionNames.AuthorityInformationAccess,
        ExtensionNames.CrlDistributionPoints, ExtensionNames.CertificatePolicies, ExtensionNames.TlsFeature,
            ExtensionNames.SignedCertificateTimestamps,
    ];

    private static byte[][] ExtensionValues()
    {
        string[] values =
        [
            "30060101FF020103", "03020186", "300A06082B06010505070301", "300B8209746573742E74657374", "0404AABBCCDD",
                "30098004AABBCCDD820105",
            "301A301806082B06010505073001860C687474703A2F2F612E746573", "30123010A00EA00C860A687474703A2F2F612E74", "300830060604672A0102",
            "3003020105", "042F002D002B00" + new string('7', 64) + "0000018BCFE568000000",
        ];
        return [.. values.Select((value, i) => (byte[])[(byte)i, .. Convert.FromHexString(value)])];
    }

    private static QSslCertificate[] Certificates() =>
        [TestPki.Server.Certificate, TestPki.ServerRsa.Certificate, TestPki.Root.Certificate];

    // One round of derivation: the time is to go into parsing.
    private static byte[] EncryptedKey() => TestPki.ServerRsa.EncryptedPkcs8(PassPhrase, rounds: 1);

    private static byte[] Bundle()
    {
        using X509Certificate2 certificate = TestPki.Server.Certificate.ToX509Certificate2(TestPki.Server.Key);
        return certificate.ExportPkcs12(new PbeParameters(PbeEncryptionAlgorithm.Aes128Cbc, HashAlgorithmName.SHA256, 1), PassPhrase);
    }

    private static byte[] Ascii(string text) => Encoding.ASCII.GetBytes(text);
}
