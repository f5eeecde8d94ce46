using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using QSslCore.Tests.Support;

namespace QSslCore.Tests.Verification;

/// <summary>A chain of four certificates (leaf, lower and upper authority, root) with any of the faults below, and what must be told of
/// it.</summary>
internal sealed class FaultyChain
{
    /// <summary>Each fault with its code and the place of the certificate that has it; the root's is 3.</summary>
    public static IReadOnlyDictionary<string, (SslErrorCode Code, int At)> Faults { get; } = new Dictionary<string, (SslErrorCode, int)>
    {
        ["weak key"] = (SslErrorCode.CertificateKeyTooWeak, 0),
        ["weak authority"] = (SslErrorCode.CertificateKeyTooWeak, 1),
        ["weak digest"] = (SslErrorCode.CertificateSignatureTooWeak, 0),
        ["expired"] = (SslErrorCode.CertificateExpired, 0),
        ["not yet valid"] = (SslErrorCode.CertificateNotYetValid, 0),
        ["expired authority"] = (SslErrorCode.CertificateExpired, 2),
        ["expired root"] = (SslErrorCode.CertificateExpired, 3),
        ["untrusted root"] = (SslErrorCode.SelfSignedCertificateInChain, 3),
        ["missing issuer"] = (SslErrorCode.UnableToGetLocalIssuerCertificate, 2),
        ["wrong purpose"] = (SslErrorCode.InvalidPurpose, 0),
        ["path length"] = (SslErrorCode.PathLengthExceeded, 2),
        ["name constraint"] = (SslErrorCode.NameConstraintViolation, 0),
        ["critical extension"] = (SslErrorCode.UnhandledCriticalExtension, 0),
        ["policy"] = (SslErrorCode.PolicyViolation, 1),
        ["bad signature"] = (SslErrorCode.CertificateSignatureFailed, 0),
        ["host name"] = (SslErrorCode.HostNameMismatch, 0),
    };

    private static readonly Lazy<RSA> s_weakKey = new(() => RSA.Create(1024));
    private static readonly Lazy<AsymmetricAlgorithm> s_weakCurve = new(() => Needs.EllipticKey(ECCurve.NamedCurves.brainpoolP192r1));
    private static readonly AsymmetricAlgorithm[] s_keys = [.. Enumerable.Range(0, 4).Select(_ => TestKeys.Make())];

    private static readonly Lock s_lock = new();

    /// <summary>Those that cannot be in one chain.</summary>
    private static readonly string[][] s_exclusive =
        [["expired", "not yet valid"], ["missing issuer", "untrusted root"], ["missing issuer", "expired root"]];

    public FaultyChain(IReadOnlyCollection<string> faults, bool isServer = true)
    {
        // The keys are shared by all chains, and are not made for several threads at once.
        using Lock.Scope alone = s_lock.EnterScope();
        bool Has(string fault) => faults.Contains(fault);
        DateTimeOffset over = DateTimeOffset.UtcNow.AddDays(-1), toCome = DateTimeOffset.UtcNow.AddDays(1);
        MintOrder usual = new("CN=unused");
        Mint root = new(new("CN=Minted Root") { Key = s_keys[3], Until = Has("expired root") ? over : usual.Until });
        Mint upper = new(new("CN=Minted Upper")
        {
            Key = s_keys[2],
            Issuer = root,
            PathLength = Has("path length") ? 0 : null,
            Until = Has("expired authority") ? over : usual.Until,
            Extensions =
            [
                .. Has("name constraint") ? [OnlyOtherNames()] : Array.Empty<X509Extension>(),
                .. Has("policy") ? [RequirePolicy()] : Array.Empty<X509Extension>(),
            ],
        });
        Mint lower = new(new("CN=Minted Lower") { Key = Has("weak authority") ? s_weakCurve.Value : s_keys[1], Issuer = upper });
        Issuer = lower;
        Leaf = new(new("CN=Minted Leaf")
        {
            Key = Has("weak key") ? s_weakKey.Value : s_keys[0],
            Issuer = lower,
            IsAuthority = false,
            Purpose = isServer != Has("wrong purpose") ? Mint.Server : Mint.Client,
            Names = [Has("host name") ? "elsewhere.test" : TestPki.ServerName],
            From = Has("not yet valid") ? toCome : usual.From,
            Until = Has("expired") ? over : usual.Until,
            IsSignedWithSha1 = Has("weak digest"),
            IsTampered = Has("bad signature"),
            Extensions = Has("critical extension") ? [new("1.2.3.4.5", [5, 0], critical: true)] : [],
        });
        All = [Leaf.Certificate, lower.Certificate, upper.Certificate, root.Certificate];
        Sent = Has("missing issuer") ? All[..3] : All;
        Authorities = Has("missing issuer") || Has("untrusted root") ? [TestPki.Root.Certificate] : [root.Certificate];
        PrivateKey = Leaf.PrivateKey;
        Expected = [.. faults.Select(fault => (Faults[fault].Code, Faults[fault].At)).Order()];
    }

    public static bool CanJoin(IReadOnlyCollection<string> faults) => !s_exclusive.Any(pair => pair.All(faults.Contains));

    public static IEnumerable<string[]> Pairs() =>
        from one in Faults.Keys from other in Faults.Keys where string.CompareOrdinal(one, other) < 0
            && CanJoin([one, other]) select new[] { one, other };

    public static IEnumerable<string[]> Triples() =>
        from pair in Pairs() from third in Faults.Keys
        where string.CompareOrdinal(pair[1], third) < 0 && CanJoin([.. pair, third])
        select new[] { pair[0], pair[1], third };

    public Mint Leaf { get; }

    /// <summary>The lower authority.</summary>
    public Mint Issuer { get; }

    public QSslKey PrivateKey { get; }

    public QSslCertificate[] All { get; }

    public QSslCertificate[] Sent { get; }

    public QSslCertificate[] Authorities { get; }

    public (SslErrorCode Code, int At)[] Expected { get; }

    public QSslConfiguration Configuration(string backend) => new() { Backend = backend, CaCertificates = Authorities };

    /// <summary>Errors as codes and places, in one order.</summary>
    public (SslErrorCode Code, int At)[] Places(IEnumerable<QSslError> errors) =>
        [.. errors.Select(e => (e.Error, Array.IndexOf(All, e.Certificate))).Order()];

    // Permitted: DNS other.test.
    private static X509Extension OnlyOtherNames() =>
        new("2.5.29.30", [0x30, 0x10, 0xA0, 0x0E, 0x30, 0x0C, 0x82, 0x0A, .. "other.test"u8], critical: true);

    // requireExplicitPolicy 0.
    private static X509Extension RequirePolicy() => new("2.5.29.36", [0x30, 3, 0x80, 1, 0], critical: true);
}
