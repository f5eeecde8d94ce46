using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace QSslCore.Tests.Support;

/// <summary>
/// A small certification authority in memory. The identities are created when they are first requested, and are kept for the process. Keys
/// are ECDSA P-256 unless the name contains RSA or the system does not create keys on curves.
/// </summary>
internal static class TestPki
{
    /// <summary>The name that <see cref="Server"/> is valid for, in addition to localhost and the loopback addresses.</summary>
    public const string ServerName = "server.test";

    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    private static readonly string[] s_serverNames = [ServerName, "localhost", "127.0.0.1", "::1"];
    private static readonly Lazy<TestIdentity> s_root = new(() => Authority("Test Root (tests only)", null));
    private static readonly Lazy<TestIdentity> s_intermediate = new(() => Authority("Test Intermediate (tests only)", s_root.Value));
    private static readonly Lazy<TestIdentity> s_otherRoot = new(() => Authority("Other Test Root (tests only)", null));
    private static readonly Lazy<TestIdentity> s_rootRsa = new(() => Authority("Test Root RSA (tests only)", null, rsa: true));
    private static readonly Lazy<TestIdentity> s_server = new(() => Leaf(s_serverNames));
    private static readonly Lazy<TestIdentity> s_serverRsa = new(() => Leaf(s_serverNames, s_rootRsa.Value, rsa: true));
    private static readonly Lazy<TestIdentity> s_expired = new(() => Leaf(s_serverNames, from: -20, to: -10));
    private static readonly Lazy<TestIdentity> s_notYetValid = new(() => Leaf(s_serverNames, from: 10, to: 20));
    private static readonly Lazy<TestIdentity> s_wrongName = new(() => Leaf(["elsewhere.test", "192.0.2.1"]));
    private static readonly Lazy<TestIdentity> s_unknownIssuer = new(() => Leaf(s_serverNames, s_otherRoot.Value));
    private static readonly Lazy<TestIdentity> s_selfSigned = new(() =>
        Make("CN=self-signed.test", s_serverNames, null, isAuthority: false));
    private static readonly Lazy<TestIdentity> s_client = new(() =>
        Leaf([], usage: ClientAuthentication, subject: "CN=Test Client,O=Tests only"));
    private static readonly Lazy<TestIdentity> s_unknownClient = new(() =>
        Leaf([], s_otherRoot.Value, usage: ClientAuthentication, subject: "CN=Unknown Client"));

    /// <summary>The root to trust.</summary>
    public static TestIdentity Root => s_root.Value;

    /// <summary>Issued by <see cref="Root"/>; issues the leaves.</summary>
    public static TestIdentity Intermediate => s_intermediate.Value;

    /// <summary>A root that no test trusts.</summary>
    public static TestIdentity OtherRoot => s_otherRoot.Value;

    /// <summary>An RSA root to trust, without an intermediate.</summary>
    public static TestIdentity RootRsa => s_rootRsa.Value;

    /// <summary>A valid server for <see cref="ServerName"/>, localhost, 127.0.0.1 and ::1, issued by <see cref="Intermediate"/>.</summary>
    public static TestIdentity Server => s_server.Value;

    /// <summary>The same names with an RSA 2048 key, issued by <see cref="RootRsa"/>.</summary>
    public static TestIdentity ServerRsa => s_serverRsa.Value;

    /// <summary>A server that is valid except for its time, which is over.</summary>
    public static TestIdentity Expired => s_expired.Value;

    /// <summary>A server that is valid except for its time, which has not begun.</summary>
    public static TestIdentity NotYetValid => s_notYetValid.Value;

    /// <summary>A server that is valid except for its names: elsewhere.test and 192.0.2.1.</summary>
    public static TestIdentity WrongName => s_wrongName.Value;

    /// <summary>A server issued by <see cref="OtherRoot"/>.</summary>
    public static TestIdentity UnknownIssuer => s_unknownIssuer.Value;

    /// <summary>A self-signed server with the names of <see cref="Server"/>.</summary>
    public static TestIdentity SelfSigned => s_selfSigned.Value;

    /// <summary>A valid client, issued by <see cref="Intermediate"/>.</summary>
    public static TestIdentity Client => s_client.Value;

    /// <summary>A client whose issuer no test trusts.</summary>
    public static TestIdentity UnknownClient => s_unknownClient.Value;

    /// <summary>Creates another certificate like <see cref="SelfSigned"/>, with the same names and its own key.</summary>
    public static TestIdentity MakeSelfSigned(params string[] names) => Make("CN=self-signed.test", names, null, isAuthority: false);

    /// <summary>Creates a leaf certificate.</summary>
    /// <param name="names">Host names and addresses, for the subject alternative names.</param>
    /// <param name="issuer">The issuer. The default is <see cref="Intermediate"/>.</param>
    /// <param name="from">The first day of its validity, in days from now.</param>
    /// <param name="to">The last day, in days from now.</param>
    /// <param name="usage">The extended key usage.</param>
    /// <param name="subject">The common name. The default is the first name.</param>
    /// <param name="rsa">Whether to use RSA 2048 instead of ECDSA P-256.</param>
    public static TestIdentity Leaf(
        string[] names, TestIdentity? issuer = null, int from = -1, int to = 30,
        string usage = ServerAuthentication, string? subject = null, bool rsa = false) =>
        Make(subject ?? $"CN={names[0]}", names, issuer ?? Intermediate, isAuthority: false, from, to, usage, rsa);

    public static TestIdentity Authority(string name, TestIdentity? issuer, bool rsa = false) =>
        Make($"CN={name}", [], issuer, isAuthority: true, usage: null, rsa: rsa, to: 3650);

    private static TestIdentity Make(
        string subject, string[] names, TestIdentity? issuer, bool isAuthority, int from = -1, int to = 30,
        string? usage = ServerAuthentication, bool rsa = false)
    {
        AsymmetricAlgorithm key = rsa ? TestKeys.MakeRsa() : TestKeys.Make();
        CertificateRequest request = TestKeys.Request(new(subject), key);

        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(
            isAuthority
                ? X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign
                : X509KeyUsageFlags.DigitalSignature | (issuer is null ? X509KeyUsageFlags.KeyCertSign : 0),
            critical: true));
        if (usage is not null)
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], critical: false));
        if (names.Length > 0)
            request.CertificateExtensions.Add(AlternativeNames(names));

        X509SubjectKeyIdentifierExtension identifier = new(request.PublicKey, critical: false);
        request.CertificateExtensions.Add(identifier);
        request.CertificateExtensions.Add(issuer is null
            ? X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(identifier)
            : AuthorityOf(issuer));

        // A signer does not support several threads at once, and all tests share the issuer.
        lock (issuer ?? (object)key)
            return new TestIdentity(Sign(request, key, issuer, from, to), key, issuer);
    }

    private static byte[] Sign(CertificateRequest request, AsymmetricAlgorithm key, TestIdentity? issuer, int from, int to)
    {
        X509SignatureGenerator signer = issuer?.Signer ?? TestKeys.Signer(key);
        X500DistinguishedName issuerName = request.SubjectName;
        if (issuer is not null)
        {
            using X509Certificate2 certificate = issuer.Certificate.ToX509Certificate2();
            issuerName = certificate.SubjectName;
        }

        byte[] serial = RandomNumberGenerator.GetBytes(16);
        serial[0] = (byte)((serial[0] & 0x7F) | 0x40);
        DateTimeOffset now = DateTimeOffset.UtcNow;
        using X509Certificate2 signed = request.Create(issuerName, signer, now.AddDays(from), now.AddDays(to), serial);
        return signed.RawData;
    }

    private static X509Extension AlternativeNames(string[] names)
    {
        SubjectAlternativeNameBuilder builder = new();
        foreach (string name in names)
        {
            if (IPAddress.TryParse(name, out IPAddress? address))
                builder.AddIpAddress(address);
            else
                builder.AddDnsName(name);
        }

        return builder.Build();
    }

    private static X509AuthorityKeyIdentifierExtension AuthorityOf(TestIdentity issuer)
    {
        using X509Certificate2 certificate = issuer.Certificate.ToX509Certificate2();
        return X509AuthorityKeyIdentifierExtension.CreateFromCertificate(certificate, includeKeyIdentifier: true,
            includeIssuerAndSerial: false);
    }
}
