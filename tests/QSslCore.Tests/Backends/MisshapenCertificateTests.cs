using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using QSslCore.Tests.Support;
using QSslCore.Tests.Tls;
using QSslCore.Tls;

namespace QSslCore.Tests.Backends;

/// <summary>
/// A certificate that its authority should not have issued gets a verdict, in a handshake too, and the same from each library that asks
/// before it judges. What is judged is what was sent, byte by byte.
/// </summary>
public sealed class MisshapenCertificateTests
{
    private const string Sender = "openssl";

    /// <summary>A server uses no key on a curve that is not for signatures.</summary>
    private static readonly RSA s_key = TestKeys.MakeRsa();

    private static readonly Dictionary<string, (Action<Shape> Change, SslErrorCode[] Expected)> s_shapes = new()
    {
        ["as it should be"] = (_ => { }, []),
        ["a key that is not for signatures"] = (s => s.Extensions.Add(("2.5.29.15", [3, 2, 3, 8])), []),
        ["a key for other purposes"] = (s => s.Extensions.Add(("2.5.29.15", [3, 2, 1, 2])), [SslErrorCode.InvalidPurpose]),
        ["an extension twice"] = (
            s => s.Extensions.AddRange([("1.2.3.4", [5, 0]), ("1.2.3.4", [5, 0])]), [SslErrorCode.InvalidCertificate]),
        ["extensions of version 2"] = (s => s.Version = 2, [SslErrorCode.InvalidCertificate]),
        ["a version to come"] = (s => s.Version = 5, [SslErrorCode.InvalidCertificate]),
        ["a time without seconds"] = (s => s.NotBefore = "2401010000Z", [SslErrorCode.InvalidNotBeforeField]),
        ["no time at all"] = (s => s.NotBefore = "hello world!Z", [SslErrorCode.InvalidNotBeforeField]),
        ["a number that is negative"] = (s => s.Serial = [0x81], []),
    };

    private sealed class Shape
    {
        public List<(string Oid, byte[] Value)> Extensions { get; } = [];

        public int Version { get; set; } = 3;

        public string NotBefore { get; set; } = "240101000000Z";

        public byte[] Serial { get; set; } = [0x11];
    }

    public static TheoryData<string, string, SslProtocol, bool> Cases
    {
        get
        {
            TheoryData<string, string, SslProtocol, bool> cases = [];
            // Those of the platform end some of these handshakes on their own.
            foreach (string backend in BackendPairs.With(SupportedFeature.Ocsp).Intersect(BackendPairs.WithTls))
            {
                foreach (string shape in s_shapes.Keys)
                {
                    foreach (SslProtocol protocol in BackendPairs.Versions)
                    {
                        cases.Add(shape, backend, protocol, false);
                        cases.Add(shape, backend, protocol, true);
                    }
                }
            }
            return cases;
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void It_is_judged_as_it_was_sent(string shape, string backend, SslProtocol protocol, bool isClients)
    {
        (Action<Shape> change, SslErrorCode[] expected) = s_shapes[shape];
        TestIdentity identity = Make(change);
        using Link link = Join(identity, backend, protocol, isClients);
        if (isClients)
            link.Handshake();
        else
            link.UntilClientIsAsked();
        TlsPeer peer = (isClients ? link.Server : link.Client).Peer;
        Assert.Equal(expected, peer.ChainErrors.Select(error => error.Error));
        Assert.Equal(identity.Certificate.ToDer(), peer.Chain[0].ToDer());
    }

    private static Link Join(TestIdentity identity, string backend, SslProtocol protocol, bool isClients)
    {
        try
        {
            return isClients
                ? BackendPairs.Join(Sender, backend, protocol, TestPki.Server, identity, PeerVerifyMode.QueryPeer)
                : BackendPairs.Join(backend, Sender, protocol, identity);
        }
        catch (TlsSetupException e) when (e.Message.Contains("cannot read the certificate", StringComparison.Ordinal))
        {
            Assert.Skip($"needs an OpenSSL that sends such a certificate: {e.Message}");
            throw;
        }
    }

    private static TestIdentity Make(Action<Shape> change)
    {
        Shape shape = new();
        change(shape);
        using AsymmetricAlgorithm issuer = TestPki.Root.CopyKey();
        using X509Certificate2 root = TestPki.Root.Certificate.ToX509Certificate2();
        CertificateWriter writer = new()
        {
            IssuerName = root.SubjectName.RawData,
            IssuerKey = issuer,
            PublicKey = s_key.ExportSubjectPublicKeyInfo(),
            Version = shape.Version,
            NotBefore = shape.NotBefore,
            Serial = shape.Serial,
        };
        writer.AddCommonName("misshapen");
        writer.AlternativeNames.Add((2, Encoding.ASCII.GetBytes(TestPki.ServerName)));
        writer.Extensions.AddRange(shape.Extensions);
        return new(writer.Encode(), s_key, issuer: null);
    }
}
