using System.Diagnostics;
using System.Security.Cryptography;
using QSslCore.Tests.Backends;
using QSslCore.Tests.Support;
using QSslCore.Tests.Tls;
using QSslCore.Tls;
using QSslCore.Verification;

namespace QSslCore.Tests.Verification;

/// <summary>More than one path: the order in which the certificates are sent decides nothing, and a bundle of cross-signs costs no
/// time.</summary>
public sealed class PathBuildingTests(ITestOutputHelper output)
{
    private static readonly DateTimeOffset s_over = DateTimeOffset.UtcNow.AddDays(-1);

    private static readonly Mint s_root = new(new("CN=Old Root"));
    private static readonly Mint s_newRoot = new(new("CN=New Root"));

    /// <summary>The certificates above the leaf, those that are trusted, and how many errors there are.</summary>
    private sealed record Bundle(Mint Leaf, Mint[] Others, Mint[] Trusted, params SslErrorCode[] Errors);

    private static readonly Dictionary<string, Func<Bundle>> s_bundles = new()
    {
        // Let's Encrypt's: the new root is sent by itself and as the old root signed it.
        ["a root that is not trusted yet, and its cross-sign"] = () =>
        {
            Mint cross = Authority("CN=New Root", s_root, s_newRoot), issuing = Authority("CN=Issuing", s_newRoot);
            return new(Leaf(issuing), [issuing, s_newRoot, cross], [s_root]);
        },
        // Sectigo's: the trusted root was cross-signed by one that has expired.
        ["an expired cross-sign beside a trusted root"] = () =>
        {
            Mint expired = new(new("CN=Expired Root") { Until = s_over });
            Mint cross = new(new("CN=New Root") { Key = s_newRoot.Key, Issuer = expired, Until = s_over }),
                issuing = Authority("CN=Issuing", s_newRoot);
            return new(Leaf(issuing), [issuing, cross, expired], [s_newRoot, expired]);
        },
        ["an expired and a valid cross-sign"] = () =>
        {
            Mint expired = new(new("CN=New Root") { Key = s_newRoot.Key, Issuer = s_root, Until = s_over });
            Mint valid = Authority("CN=New Root", s_root, s_newRoot), issuing = Authority("CN=Issuing", s_newRoot);
            return new(Leaf(issuing), [issuing, expired, valid], [s_root]);
        },
        ["an authority with two keys, and no key identifiers"] = () =>
        {
            Mint old = new(new("CN=Rolled") { Issuer = s_root, HasKeyIdentifiers = false }),
                renewed = new(new("CN=Rolled") { Issuer = s_root, HasKeyIdentifiers = false });
            return new(Leaf(old, hasIdentifiers: false), [old, renewed, s_root], [s_root]);
        },
        ["a root with two keys, and no key identifiers"] = () =>
        {
            Mint old = new(new("CN=Rolled Root") { HasKeyIdentifiers = false }),
                renewed = new(new("CN=Rolled Root") { HasKeyIdentifiers = false });
            Mint issuing = new(new("CN=Issuing") { Issuer = old, HasKeyIdentifiers = false });
            return new(Leaf(issuing, hasIdentifiers: false), [issuing, renewed], [renewed, old]);
        },
        ["an issuer that was renewed with the same key"] = () =>
        {
            Mint valid = Authority("CN=Renewed", s_root);
            Mint expired = new(new("CN=Renewed") { Key = valid.Key, Issuer = s_root, Until = s_over });
            return new(Leaf(valid), [expired, valid, s_root], [s_root]);
        },
        ["one way is too long"] = () =>
        {
            Mint strict = new(new("CN=Strict Root") { PathLength = 0 });
            Mint issuing = Authority("CN=Issuing", s_newRoot), cross = Authority("CN=New Root", strict, s_newRoot),
                other = Authority("CN=New Root", s_root, s_newRoot);
            return new(Leaf(issuing), [issuing, cross, other], [strict, s_root]);
        },
        ["two authorities that signed each other"] = () =>
        {
            Mint one = new(new("CN=One")), two = new(new("CN=Two"));
            Mint oneByTwo = Authority("CN=One", two, one), twoByOne = Authority("CN=Two", one, two),
                twoByRoot = Authority("CN=Two", s_root, two);
            return new(Leaf(one), [oneByTwo, twoByOne, twoByRoot], [s_root]);
        },
        ["a trusted root that has the name of a self-signed leaf by chance"] = () =>
        {
            Mint leaf = new(new("CN=localhost") { IsAuthority = false, Usage = default, HasKeyIdentifiers = false });
            Mint trusted = new(new("CN=localhost") { HasKeyIdentifiers = false });
            return new(leaf, [], [trusted], SslErrorCode.SelfSignedCertificate);
        },
        ["a trusted root that has expired"] = () =>
        {
            Mint expired = new(new("CN=Expired Root") { Until = s_over });
            Mint issuing = Authority("CN=Issuing", expired);
            return new(Leaf(issuing), [issuing, expired], [expired, s_root], SslErrorCode.CertificateExpired);
        },
        ["a trusted root that is weak"] = () =>
        {
            using RSA small = RSA.Create(1024);
            Mint weak = new(new("CN=Weak Root") { Key = small }), issuing = Authority("CN=Issuing", weak);
            return new(Leaf(issuing), [issuing, weak], [weak], SslErrorCode.CertificateKeyTooWeak);
        },
        ["every way is bad, and one of them the least"] = () =>
        {
            Mint expired = new(new("CN=Expired Root") { Until = s_over });
            Mint cross = Authority("CN=New Root", expired, s_newRoot), issuing = Authority("CN=Issuing", s_newRoot);
            return new(Leaf(issuing), [issuing, cross, s_newRoot], [expired], SslErrorCode.CertificateExpired);
        },
        ["nothing is trusted"] = () =>
        {
            Mint cross = Authority("CN=New Root", s_root, s_newRoot), issuing = Authority("CN=Issuing", s_newRoot);
            return new(Leaf(issuing), [issuing, cross, s_newRoot, s_root], [new(new("CN=Unrelated"))],
                SslErrorCode.SelfSignedCertificateInChain);
        },
    };

    public static TheoryData<string, string> Bundles
    {
        get
        {
            TheoryData<string, string> cases = [];
            foreach (TlsBackend backend in TlsBackendRegistry.Available)
            {
                foreach (string name in s_bundles.Keys)
                    cases.Add(backend.Name, name);
            }
            return cases;
        }
    }

    public static TheoryData<string> Backends => BackendPairs.All;

    public static TheoryData<string> WithTls => [.. BackendPairs.WithTls];

    [Theory, MemberData(nameof(Bundles))]
    public void Each_order_has_the_verdict_of_the_best_path(string backend, string name)
    {
        Bundle bundle = s_bundles[name]();
        TlsBackend judge = TlsBackendRegistry.Find(backend)!;
        QSslCertificate[]? path = null;
        foreach (Mint[] order in Orders(bundle.Others))
        {
            foreach (Mint[] trusted in Orders(bundle.Trusted))
            {
                QSslConfiguration configuration = new() { CaCertificates = [.. trusted.Select(m => m.Certificate)] };
                TlsPeer peer = judge.VerifyChain([bundle.Leaf.Certificate, .. order.Select(m => m.Certificate)], configuration,
                    SslMode.SslServerMode);
                Assert.Equal(bundle.Errors, peer.ChainErrors.Select(e => e.Error));
                // A good path may be one of several; a diagnosis is always of the same.
                if (bundle.Errors.Length > 0)
                    Assert.Equal(path ??= [.. peer.VerifiedChain], peer.VerifiedChain);
            }
        }
    }

    [Theory, MemberData(nameof(WithTls))]
    public void Each_order_is_accepted_in_a_handshake(string backend)
    {
        Bundle bundle = s_bundles["a root that is not trusted yet, and its cross-sign"]();
        foreach (Mint[] order in Orders(bundle.Others))
        {
            using Link link = BackendPairs.Join(
                backend, "openssl", SslProtocol.TlsV1_3,
                configureClient: c => c.CaCertificates = [s_root.Certificate],
                configureServer: c => (c.LocalCertificateChain, c.PrivateKey) =
                    ([bundle.Leaf.Certificate, .. order.Select(m => m.Certificate)], bundle.Leaf.PrivateKey));
            link.UntilClientIsAsked();
            Assert.Empty(link.Client.Peer.ChainErrors);
        }
    }

    /// <summary>A signature that cannot be checked is none, whatever the algorithm calls itself.</summary>
    [Theory, MemberData(nameof(Backends))]
    public void A_signature_of_an_unknown_algorithm_is_an_error(string backend)
    {
        Needs.EllipticKeys();
        byte[] der = Leaf(s_root).Certificate.ToDer();
        ReadOnlySpan<byte> known = [6, 8, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 4, 3, 2];
        for (int at = der.AsSpan().IndexOf(known); at >= 0; at = der.AsSpan().IndexOf(known))
            der[at + 9] = 99;
        QSslConfiguration configuration = new() { CaCertificates = [s_root.Certificate] };
        Assert.Equal(
            [SslErrorCode.CertificateSignatureFailed, SslErrorCode.CertificateSignatureTooWeak],
            TlsBackendRegistry.Find(backend)!.VerifyChain([QSslCertificate.FromDer(der)], configuration,
                SslMode.SslServerMode).ChainErrors.Select(e => e.Error));
    }

    [Theory, MemberData(nameof(Backends))]
    public void A_thousand_cross_signs_cost_no_time(string backend)
    {
        TlsBackend judge = TlsBackendRegistry.Find(backend)!;
        foreach ((string name, QSslCertificate[] chain) in s_floods.Value)
        {
            Stopwatch watch = Stopwatch.StartNew();
            TlsPeer peer = judge.VerifyChain(chain, new() { CaCertificates = [s_root.Certificate] }, SslMode.SslServerMode);
            output.WriteLine($"{backend}: {name}, {chain.Length} certificates: {watch.Elapsed.TotalMilliseconds:0.0} ms");
            Assert.NotEmpty(peer.ChainErrors);
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"{name} took {watch.Elapsed}");
        }
    }

    /// <summary>The bound on work is counted, not timed: signatures are what costs.</summary>
    [Fact]
    public void A_thousand_cross_signs_cost_a_bounded_number_of_signatures()
    {
        foreach ((string name, QSslCertificate[] chain) in s_floods.Value)
        {
            CountingVerifier counter = new();
            PathRequest request = CertificateVerifier.RequestOf(new(), SslMode.SslServerMode);
            BuiltPath built = CertificateVerifier.Verify(chain, TrustAnchors.Only([s_root.Certificate]), request, counter);
            output.WriteLine($"{name}: {counter.Count} signatures, a path of {built.Path.Count}");
            Assert.NotEmpty(built.Errors);
            Assert.InRange(counter.Count, 1, 64);
        }
    }

    private sealed class CountingVerifier : ISignatureVerifier
    {
        public int Count { get; private set; }

        public bool IsSignedBy(QSslCertificate certificate, QSslCertificate issuer)
        {
            Count++;
            return QSslCore.Tls.Managed.ManagedSignatures.Instance.IsSignedBy(certificate, issuer);
        }
    }

    private static readonly Lazy<(string Name, QSslCertificate[] Chain)[]> s_floods = new(() =>
    {
        const int Count = 1000, Levels = 10;
        // Each level has a hundred certificates of one key: every one of them issues every one of the level below.
        Mint[] levels = [.. Enumerable.Range(0, Levels + 1).Select(i => new Mint(new($"CN=Level {i}")))];
        IEnumerable<QSslCertificate> mesh = Enumerable.Range(0, Count)
            .Select(i => Authority($"CN=Level {i % Levels}", levels[(i % Levels) + 1], levels[i % Levels]).Certificate);
        // One name, and no key identifiers: any could have issued the leaf.
        Mint twin = new(new("CN=Twin") { HasKeyIdentifiers = false });
        IEnumerable<QSslCertificate> twins = Enumerable.Range(0, Count)
            .Select(i => new Mint(new("CN=Twin") { Issuer = s_newRoot, HasKeyIdentifiers = false }).Certificate);
        // Each issued the next.
        List<Mint> line = [s_newRoot];
        for (int i = 0; i < Count; i++)
            line.Add(Authority($"CN=Link {i}", line[^1]));
        line.Reverse();
        return
        [
            ("a mesh", [Leaf(levels[0]).Certificate, .. mesh]),
            ("twins", [Leaf(twin, hasIdentifiers: false).Certificate, .. twins]),
            ("a long line", [Leaf(line[0]).Certificate, .. line.Select(m => m.Certificate)]),
        ];
    });

    /// <summary>As much as fits into a handshake.</summary>
    [Theory, MemberData(nameof(WithTls))]
    public void A_hostile_handshake_costs_no_time(string backend)
    {
        const int Fits = 90;
        foreach ((string name, QSslCertificate[] chain) in s_floods.Value)
        {
            Mint top = new(new("CN=Level 0"));
            Mint leaf = name == "twins" ? Leaf(new(new("CN=Twin") { HasKeyIdentifiers = false }), hasIdentifiers: false) : Leaf(top);
            using Link link = BackendPairs.Join(
                backend, "openssl", SslProtocol.TlsV1_3,
                configureServer: c => (c.LocalCertificateChain, c.PrivateKey) = ([leaf.Certificate, .. chain.Skip(1).Take(Fits)],
                    leaf.PrivateKey));
            Stopwatch watch = Stopwatch.StartNew();
            link.UntilClientIsAsked();
            output.WriteLine($"{backend}: {name}: {watch.Elapsed.TotalMilliseconds:0.0} ms");
            Assert.NotEmpty(link.Client.Peer.ChainErrors);
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"{name} took {watch.Elapsed}");
        }
    }

    private static Mint Authority(string name, Mint issuer, Mint? sameKey = null) => new(new(name) { Key = sameKey?.Key, Issuer = issuer });

    private static Mint Leaf(Mint issuer, bool hasIdentifiers = true) => new(new($"CN={TestPki.ServerName}")
    {
        Issuer = issuer, IsAuthority = false, Names = [TestPki.ServerName], Purpose = Mint.Server, HasKeyIdentifiers = hasIdentifiers,
    });

    private static IEnumerable<Mint[]> Orders(Mint[] items) => items.Length <= 1
        ? [items]
        : items.SelectMany((item, i) => Orders([.. items[..i], .. items[(i + 1)..]]).Select(rest => (Mint[])[item, .. rest]));
}
