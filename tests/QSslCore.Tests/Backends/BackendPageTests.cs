using System.Globalization;
using System.Text;
using QSslCore.Tests.Support;
using QSslCore.Tls;

namespace QSslCore.Tests.Backends;

/// <summary>What each backend can do, tried, and written down in <c>docs/backends.md</c>.</summary>
public sealed class BackendPageTests
{
    private const string Introduction = """
        # The TLS backends and what they can do

        | name | what it is |
        | --- | --- |
        | `openssl` | OpenSSL 3.0 to 4.x, the whole of this library; preferred where it is there |
        | `schannel`, `securetransport`, `sslstream` | the TLS that .NET uses on Windows, on macOS and elsewhere |
        | `bouncycastle` | a plug-in that comes with the module: BouncyCastle in managed code, the same on every system |
        | others | plug-ins: `bin/plugins/<Name>/QSslCore.<Name>.dll` in the module's directory |
        | `cert-only` | certificates and keys, no TLS |

        `Get-SslBackend` shows those of a machine, `Set-SslBackend` chooses one for a process before the first use, and
        `-Backend` or `QSslConfiguration.Backend` one for a connection. The environment variable `QSSL_OPENSSL_LIBRARY`
        names the OpenSSL to load. What a backend cannot do is refused in words, never passed over.

        The tables are made by the tests, which try each row with each backend that they find; `QSSL_UPDATE=1` makes them write
        this page anew. They were made on Linux. On Windows `schannel` has TLS 1.3 from build 20348 on and leaves the choice
        of cipher suites to the system; on macOS `securetransport` has no TLS 1.3. These two have not been run there.

        `bouncycastle` agrees on X25519MLKEM768 where the other side knows it, as OpenSSL does from 3.5 on, and on X25519 where not;
        SecP256r1MLKEM768 and SecP384r1MLKEM1024 are there, too. It resumes sessions of TLS 1.2 by their number; of TLS 1.3
        its library has none.

        Handshakes, keys with their encryption, and the signatures in chains of certificates are BouncyCastle's own: a curve or an
        algorithm that the operating system lacks is no matter there. Four things are .NET's with every backend: random numbers, the
        system's store of authorities on Windows and macOS, PKCS#12 bundles, and new certificates (`New-SslCertificate`). A few things are
        the library's own way:

        - A server makes no tickets of TLS 1.3, and a client resumes none. "At any time after the server has received the client Finished
          message, it MAY send a NewSessionTicket message" (RFC 8446, section 4.6.1).
        - Keys on secp256k1 and on curves without a name sign in TLS 1.2 and not in 1.3, which has no scheme for them (RFC 8446, section
          4.2.3).
        - A server that asks for certificates in TLS 1.2 names the kinds `ecdsa_sign`, which stands for Ed25519 and Ed448, too, and
          `rsa_sign` (RFC 8422, section 5.5).

        A server that wants a client certificate only after the request asks for it in TLS 1.3 by a message of its own (post-handshake
        authentication). `openssl` and `sslstream` answer; `bouncycastle` does not offer to. In TLS 1.2 the server asks for a
        renegotiation, as IIS does. Each backend refuses that, unless `AllowRenegotiation` (`-AllowRenegotiation`) is chosen with
        `openssl`. The server must then show the accepted certificates again before anything of the client's is sent. The others cannot
        hold back the client's certificate so long, and refuse the choice.

        With OpenSSL 3.5 or newer two more things hold. It agrees on SecP256r1MLKEM768 and SecP384r1MLKEM1024 only where both sides name
        them (`EllipticCurves`, `-Group`). And `sslstream` may lose data that came just before a fatal alert, since .NET reads no further.

        """;

    public static TheoryData<string, string> Cases
    {
        get
        {
            TheoryData<string, string> cases = [];
            foreach (TlsBackend backend in TlsBackendRegistry.Available)
            {
                foreach (Capability capability in Capabilities.All)
                    cases.Add(backend.Name, capability.Name);
            }
            return cases;
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void What_a_backend_cannot_do_it_refuses_in_words(string name, string capability)
    {
        TlsBackend backend = TlsBackendRegistry.Find(name)!;
        if (Capabilities.All.Single(c => c.Name == capability).Try(backend) is not { } refusal)
            return;
        Assert.True(refusal.Contains($"'{name}'", StringComparison.Ordinal)
            || refusal.Contains("TLS backend", StringComparison.Ordinal), refusal);
        Assert.EndsWith(".", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_tells_what_was_tried()
    {
        string[] columns = ["openssl", "sslstream", "bouncycastle", "cert-only"];
        if (columns.Except(TlsBackendRegistry.Available.Select(b => b.Name)).FirstOrDefault() is { } missing)
            Assert.Skip($"needs all backends of the page, and '{missing}' is not here");
        TlsBackend[] backends = [.. columns.Select(name => TlsBackendRegistry.Find(name)!)];
        StringBuilder page = new(Introduction.ReplaceLineEndings("\n"));
        Table("Tried", Capabilities.All.Select(c => (c.Name, backends.Select(b => c.Try(b) is null))));
        Table("Features (`SupportedFeatures`)", Enum.GetValues<SupportedFeature>()
            .Select(f => ($"`{f}`", backends.Select(b => b.SupportedFeatures.Contains(f)))));
        Table("Protocols (`SupportedProtocols`)", Enum.GetValues<SslProtocol>()
            .Where(p => backends.Any(b => b.SupportedProtocols.Contains(p)))
            .Select(p => ($"`{p}`", backends.Select(b => b.SupportedProtocols.Contains(p)))));
        Table("Classes (`ImplementedClasses`)", Enum.GetValues<ImplementedClass>()
            .Select(c => ($"`{c}`", backends.Select(b => b.ImplementedClasses.Contains(c)))));
        CommittedText.Compare(Repository.PathOf("docs", "backends.md"), page.ToString());

        void Table(string title, IEnumerable<(string Name, IEnumerable<bool> Can)> rows)
        {
            page.Append(CultureInfo.InvariantCulture,
                $"\n## {title}\n\n| | {string.Join(" | ", columns.Select(c => $"`{c}`"))} |\n| --- "
                + $"|{string.Concat(columns.Select(_ => " :-: |"))}\n");
            foreach ((string name, IEnumerable<bool> can) in rows)
                page.Append(CultureInfo.InvariantCulture, $"| {name} | {string.Join(" | ", can.Select(c => c ? "yes" : "no"))} |\n");
        }
    }
}
