using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using QSslCore.Tests.Support;
using QSslCore.Tls;

namespace QSslCore.Tests.Backends;

/// <summary>Chains alone, without a connection: every backend, also that without TLS, finds the same faults in the same
/// certificates.</summary>
public sealed class ChainContractTests
{
    private static readonly Lazy<TestIdentity> s_notAnAuthority = new(() => TestPki.Leaf(["a.test"], TestPki.Server));
    private static readonly Lazy<TestIdentity> s_tooDeep = new(() =>
    {
        // Each of these authorities may be followed by no other: path length 0.
        TestIdentity first = Limited("CN=First", TestPki.Root), second = Limited("CN=Second", first);
        return TestPki.Leaf(["a.test"], second);
    });

    private static readonly Lazy<TestIdentity> s_expiredAuthority = new(() => TestPki.Leaf(["a.test"], Aged("CN=Aged", TestPki.Root)));

    private static readonly Lazy<QSslCertificate[]> s_weakKey = new(() =>
    {
        using RSA small = RSA.Create(1024);
        return [Signed("CN=a.test", small, TestPki.Root), TestPki.Root.Certificate];
    });

    private static readonly Lazy<QSslCertificate[]> s_weakAuthority = new(() =>
    {
        using RSA small = RSA.Create(1024);
        QSslCertificate authority = Signed("CN=Small", small, TestPki.Root, isAuthority: true);
        using AsymmetricAlgorithm key = TestKeys.Make();
        CertificateRequest request = TestKeys.Request(new("CN=a.test"), key);
        using X509Certificate2 above = authority.ToX509Certificate2();
        using X509Certificate2 leaf = request.Create(
            above.SubjectName, X509SignatureGenerator.CreateForRSA(small, RSASignaturePadding.Pkcs1), DateTimeOffset.UtcNow.AddHours(-1),
            DateTimeOffset.UtcNow.AddDays(9), RandomNumberGenerator.GetBytes(8));
        return [QSslCertificate.FromX509Certificate2(leaf), authority];
    });

    /// <summary>.NET signs nothing with SHA-1 any more.</summary>
    private static readonly Lazy<QSslCertificate[]> s_weakHash = new(() =>
    {
        using TestFiles files = new();
        string root = files.Write("root.pem", TestPki.Root.Certificate.ToPem()), rootKey = files.Write("root.key", TestPki.Root.KeyPem);
        string made = files.PathOf("weak.pem");
        using ExternalProgram openssl = ExternalProgram.Start(
            "openssl", "req", "-x509", "-new", "-newkey", "rsa:2048", "-nodes", "-keyout", files.PathOf("weak.key"), "-subj", "/CN=a.test",
                "-days", "9",
            "-sha1", "-CA", root, "-CAkey", rootKey, "-addext", "basicConstraints=critical,CA:FALSE", "-out", made);
        Assert.Equal(0, openssl.WaitForExit());
        return [.. QSslCertificate.FromPath(made)];
    });

    private static readonly Lazy<QSslCertificate[]> s_onlyIssues = new(() => ForUse(X509KeyUsageFlags.KeyCertSign));
    private static readonly Lazy<QSslCertificate[]> s_onlyDecrypts = new(() => ForUse(X509KeyUsageFlags.KeyEncipherment));

    public static TheoryData<string, string> Cases
    {
        get
        {
            TheoryData<string, string> cases = [];
            foreach (TlsBackend backend in TlsBackendRegistry.Available)
            {
                foreach (string name in s_cases.Keys)
                    cases.Add(backend.Name, name);
            }
            return cases;
        }
    }

    private sealed record Case(Func<QSslCertificate[]> Chain, Action<QSslConfiguration>? Configure,
        params (SslErrorCode Code, int At)[] Faults);

    private static readonly Dictionary<string, Case> s_cases = new()
    {
        ["good"] = new(() => TestPki.Server.Chain, null),
        ["good, with its root"] = new(() => [.. TestPki.Server.Chain, TestPki.Root.Certificate], null),
        ["out of order"] = new(() => [TestPki.Server.Certificate, TestPki.Root.Certificate, TestPki.Intermediate.Certificate], null),
        ["nobody is trusted"] = new(() => TestPki.Server.Chain, c =>
            c.CaCertificates = [], (SslErrorCode.UnableToGetLocalIssuerCertificate, 1)),
        ["an intermediate is missing"] = new(
            () => [TestPki.Server.Certificate], null,
            (SslErrorCode.UnableToGetLocalIssuerCertificate, 0), (SslErrorCode.UnableToVerifyFirstCertificate, 0)),
        ["only the intermediate is trusted"] = new(
            () => [TestPki.Server.Certificate], c =>
                c.CaCertificates = [TestPki.Intermediate.Certificate], (SslErrorCode.UnableToGetIssuerCertificate, 1)),
        ["another root, sent along"] = new(
            () => [TestPki.UnknownIssuer.Certificate, TestPki.OtherRoot.Certificate], null, (SslErrorCode.SelfSignedCertificateInChain, 1)),
        ["another root"] = new(
            () => TestPki.UnknownIssuer.Chain, null,
            (SslErrorCode.UnableToGetLocalIssuerCertificate, 0), (SslErrorCode.UnableToVerifyFirstCertificate, 0)),
        ["self-signed"] = new(() => TestPki.SelfSigned.Chain, null, (SslErrorCode.SelfSignedCertificate, 0)),
        ["self-signed and trusted"] = new(() => TestPki.SelfSigned.Chain, c => c.CaCertificates = [TestPki.SelfSigned.Certificate]),
        ["expired"] = new(() => TestPki.Expired.Chain, null, (SslErrorCode.CertificateExpired, 0)),
        ["not yet valid"] = new(() => TestPki.NotYetValid.Chain, null, (SslErrorCode.CertificateNotYetValid, 0)),
        ["all too old"] = new(
            () => TestPki.Server.Chain, c => c.VerificationTime = DateTimeOffset.UtcNow.AddYears(50),
            (SslErrorCode.CertificateExpired, 2), (SslErrorCode.CertificateExpired, 1), (SslErrorCode.CertificateExpired, 0)),
        ["expired, and nobody is trusted"] = new(
            () => TestPki.Expired.Chain, c => c.CaCertificates = [],
            (SslErrorCode.UnableToGetLocalIssuerCertificate, 1), (SslErrorCode.CertificateExpired, 0)),
        ["for another use"] = new(() => TestPki.Client.Chain, null, (SslErrorCode.InvalidPurpose, 0)),
        ["issued by a leaf"] = new(
            () => [s_notAnAuthority.Value.Certificate, TestPki.Server.Certificate, TestPki.Intermediate.Certificate], null, 
            (SslErrorCode.InvalidCaCertificate, 1), (SslErrorCode.InvalidPurpose, 1)),
        ["an authority too many"] = new(() => s_tooDeep.Value.Chain, null, (SslErrorCode.PathLengthExceeded, 2)),
        ["an expired authority"] = new(() => s_expiredAuthority.Value.Chain, null, (SslErrorCode.CertificateExpired, 1)),
        ["a signature that is not its issuer's"] = new(
            () => [Tampered(TestPki.Server.Certificate), TestPki.Intermediate.Certificate], null,
                (SslErrorCode.CertificateSignatureFailed, 0)),
        ["deeper than allowed"] = new(
            () => s_tooDeep.Value.Chain, c => c.PeerVerifyDepth = 1, 
            (SslErrorCode.ChainTooLong, 2), (SslErrorCode.PathLengthExceeded, 2)),
        ["a weak key"] = new(() => s_weakKey.Value, null, (SslErrorCode.CertificateKeyTooWeak, 0)),
        ["a weak authority"] = new(() => s_weakAuthority.Value, null, (SslErrorCode.CertificateKeyTooWeak, 1)),
        ["a weak hash"] = new(() => s_weakHash.Value, null, (SslErrorCode.CertificateSignatureTooWeak, 0)),
        ["a key that may only issue"] = new(() => s_onlyIssues.Value, null, (SslErrorCode.InvalidPurpose, 0)),
        ["a key that may only decrypt"] = new(() => s_onlyDecrypts.Value, null),
        ["as deep as allowed"] = new(() => TestPki.Server.Chain, c => c.PeerVerifyDepth = 1),
    };

    [Theory, MemberData(nameof(Cases))]
    public void The_same_faults_are_found_in_the_same_certificates(string backend, string name)
    {
        if (name == "a weak hash")
            ExternalProgram.Require("openssl", "openssl");
        Case @case = s_cases[name];
        QSslCertificate[] chain = @case.Chain();
        QSslConfiguration configuration = new() { CaCertificates = [TestPki.Root.Certificate] };
        @case.Configure?.Invoke(configuration);
        TlsPeer peer = TlsBackendRegistry.Find(backend)!.VerifyChain(chain, configuration, SslMode.SslServerMode);
        Assert.Equal(@case.Faults, peer.ChainErrors.Select(e => (e.Error, peer.VerifiedChain.ToList().IndexOf(e.Certificate))));
        Assert.Equal(chain[0], peer.VerifiedChain[0]);
        if (@case.Faults.Length == 0)
            Assert.Contains(peer.VerifiedChain[^1], configuration.CaCertificates);
    }

    [Fact]
    public void A_client_must_be_one_and_anybody_may_be_anything()
    {
        QSslConfiguration configuration = new() { CaCertificates = [TestPki.Root.Certificate] };
        Assert.All(TlsBackendRegistry.Available, backend =>
        {
            Assert.Equal([SslErrorCode.InvalidPurpose],
                backend.VerifyChain(TestPki.Server.Chain, configuration, SslMode.SslClientMode).ChainErrors.Select(e => e.Error));
            Assert.Empty(backend.VerifyChain(TestPki.Client.Chain, configuration, SslMode.SslClientMode).ChainErrors);
            Assert.Empty(backend.VerifyChain(TestPki.Server.Chain, configuration, SslMode.UnencryptedMode).ChainErrors);
            // A client proves who it is by signing.
            Assert.Equal([SslErrorCode.InvalidPurpose],
                backend.VerifyChain(s_onlyDecrypts.Value, configuration, SslMode.SslClientMode).ChainErrors.Select(e => e.Error));
            Assert.Empty(backend.VerifyChain(s_onlyIssues.Value, configuration, SslMode.UnencryptedMode).ChainErrors);
        });
    }

    /// <summary>The environment moves the system's authorities, for every backend and at any time.</summary>
    [Fact]
    public void The_systems_authorities_are_trusted_until_others_are_set()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("the system's authorities are files on Linux only");
        QSslCertificate root = QSslConfiguration.SystemCaCertificates()
            .First(c => c.ExpiryDate > DateTimeOffset.UtcNow.AddDays(1) && c.IsSelfSigned);
        Assert.All(TlsBackendRegistry.Available, backend =>
        {
            Assert.Empty(backend.VerifyChain([root], new QSslConfiguration(), SslMode.UnencryptedMode).ChainErrors);
            Assert.Equal(
                [SslErrorCode.SelfSignedCertificate],
                backend.VerifyChain([root], new QSslConfiguration { CaCertificates = [] }, SslMode.UnencryptedMode).ChainErrors.Select(e =>
                    e.Error));
        });
    }

    [Fact]
    public void What_is_no_certificate_is_no_crash()
    {
        QSslConfiguration configuration = new() { CaCertificates = [TestPki.Root.Certificate] };
        Random random = new(7);
        for (int round = 0; round < 100; round++)
        {
            byte[] der = TestPki.Server.Certificate.ToDer();
            der[random.Next(der.Length)] ^= (byte)random.Next(1, 256);
            QSslCertificate[] chain = [QSslCertificate.FromDer(der), TestPki.Intermediate.Certificate];
            Assert.All(
                TlsBackendRegistry.Available,
                backend => Assert.NotEmpty(backend.VerifyChain(chain, configuration, SslMode.SslServerMode).ChainErrors));
        }
    }

    /// <summary>Each byte on its own: the signature covers what is said, and what stands around it has one form.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void No_byte_of_a_certificate_can_be_changed(bool rsa)
    {
        QSslConfiguration configuration = new() { CaCertificates = [TestPki.Root.Certificate, TestPki.RootRsa.Certificate] };
        QSslCertificate[] good = rsa ? TestPki.ServerRsa.Chain : TestPki.Server.Chain;
        byte[] der = good[0].ToDer();
        Random random = new(7);
        List<string> accepted = [];
        for (int at = 0; at < der.Length; at++)
        {
            byte[] changed = [.. der];
            changed[at] ^= (byte)random.Next(1, 256);
            QSslCertificate[] chain = [QSslCertificate.FromDer(changed), .. good[1..]];
            accepted.AddRange(TlsBackendRegistry.Available
                .Where(backend => backend.VerifyChain(chain, configuration, SslMode.SslServerMode).ChainErrors.Count == 0)
                .Select(backend => $"{backend.Name}: {der[at]:X2} as {changed[at]:X2} at {at} of {der.Length}"));
        }
        Assert.Empty(accepted);
    }

    private static TestIdentity Limited(string name, TestIdentity issuer) =>
        Authority(name, issuer, DateTimeOffset.UtcNow.AddDays(20), hasLimit: true);

    private static TestIdentity Aged(string name, TestIdentity issuer) =>
        Authority(name, issuer, DateTimeOffset.UtcNow.AddHours(-1), hasLimit: false);

    private static TestIdentity Authority(string name, TestIdentity issuer, DateTimeOffset until, bool hasLimit)
    {
        AsymmetricAlgorithm key = TestKeys.Make();
        CertificateRequest request = TestKeys.Request(new(name), key);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasLimit, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        using X509Certificate2 above = issuer.Certificate.ToX509Certificate2();
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(above, includeKeyIdentifier: true,
            includeIssuerAndSerial: false));
        lock (issuer)
        {
            using X509Certificate2 made = request.Create(above.SubjectName, issuer.Signer, DateTimeOffset.UtcNow.AddHours(-20), until,
                RandomNumberGenerator.GetBytes(8));
            return new(made.RawData, key, issuer);
        }
    }

    private static QSslCertificate[] ForUse(X509KeyUsageFlags use)
    {
        using RSA key = RSA.Create(2048);
        return [Signed("CN=a.test", key, TestPki.Root, use: use), TestPki.Root.Certificate];
    }

    private static QSslCertificate Signed(string name, RSA key, TestIdentity issuer, bool isAuthority = false,
        X509KeyUsageFlags use = X509KeyUsageFlags.None)
    {
        CertificateRequest request = new(name, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        if (use != X509KeyUsageFlags.None)
            request.CertificateExtensions.Add(new X509KeyUsageExtension(use, critical: true));
        if (isAuthority)
            request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false,
                0, critical: true));
        using X509Certificate2 above = issuer.Certificate.ToX509Certificate2();
        lock (issuer)
        {
            using X509Certificate2 made = request.Create(
                above.SubjectName, issuer.Signer, DateTimeOffset.UtcNow.AddHours(-2), DateTimeOffset.UtcNow.AddDays(10),
                    RandomNumberGenerator.GetBytes(8));
            return QSslCertificate.FromX509Certificate2(made);
        }
    }

    private static QSslCertificate Tampered(QSslCertificate certificate)
    {
        byte[] der = certificate.ToDer();
        der[^1] ^= 1;
        return QSslCertificate.FromDer(der);
    }
}
