using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;
using QSslCore.Sockets;
using QSslCore.Tests.Backends;
using QSslCore.Tests.Support;
using QSslCore.Tls;

namespace QSslCore.Tests.Features;

/// <summary>A root that the operating system trusts and does not have yet: a stand-in speaks for the system.</summary>
public sealed class MissingRootTests
{
    private const int Long = 10_000;

    private static readonly string[] s_asking = ["openssl", "bouncycastle"];

    public static TheoryData<string, SslProtocol> Backends => BackendPairs.Alone;

    [Theory, MemberData(nameof(Backends))]
    public void A_root_that_the_system_vouches_for_is_trusted(string backend, SslProtocol protocol)
    {
        Needs.Backend(backend, protocol);
        using TlsServer server = Server(TestPki.Server);
        Stand system = new((_, _) => new(TestPki.Root.Certificate, ""));
        using QSslSocket client = Client(backend, protocol, system);
        client.ConnectToHostEncrypted("127.0.0.1", server.ServerPort, TestPki.ServerName);
        Assert.True(client.WaitForEncrypted(Long), client.ErrorString);
        Assert.Empty(client.SslHandshakeErrors);
        Assert.Equal(1, system.Asked);
        Assert.Equal(TestPki.Server.Chain, system.LastChain);
        Assert.Equal(TestPki.Root.Certificate, client.VerifiedCertificateChain[^1]);
    }

    public static TheoryData<string> Refusals => ["nothing", "another root", "the leaf", "it throws", "switched off", "own authorities"];

    [Theory, MemberData(nameof(Refusals))]
    public void The_verdict_is_the_same_where_the_system_does_not_help(string what)
    {
        foreach (string backend in s_asking.Where(BackendPairs.Working.Contains))
        {
            using TlsServer server = Server(TestPki.Server);
            Stand system = new((chain, _) => what switch
            {
                "nothing" => new(null, "A certificate chain could not be built"),
                "another root" => new(TestPki.OtherRoot.Certificate, ""),
                "the leaf" => new(TestPki.SelfSigned.Certificate, ""),
                "it throws" => throw new InvalidOperationException("no"),
                _ => new(TestPki.Root.Certificate, ""),
            });
            using QSslSocket client = Client(backend, SslProtocol.TlsV1_3, system, c =>
            {
                if (what == "switched off")
                    c.FetchesMissingRoots = false;
                if (what == "own authorities")
                    c.CaCertificates = [TestPki.OtherRoot.Certificate];
            });
            client.ConnectToHostEncrypted("127.0.0.1", server.ServerPort, TestPki.ServerName);
            Assert.False(client.WaitForEncrypted(Long));
            Assert.Equal(QSocketError.SslHandshakeFailedError, client.Error);
            Assert.Contains(client.SslHandshakeErrors, e => e.Error == SslErrorCode.UnableToGetLocalIssuerCertificate);
            Assert.Equal(what is "switched off" or "own authorities" ? 0 : 1, system.Asked);
        }
    }

    [Fact]
    public void What_else_is_wrong_with_the_chain_stays_wrong()
    {
        foreach ((TestIdentity identity, SslErrorCode code) in new[]
        {
            (TestPki.Expired, SslErrorCode.CertificateExpired), (TestPki.NotYetValid, SslErrorCode.CertificateNotYetValid),
            (TestPki.WrongName, SslErrorCode.HostNameMismatch), (TestPki.Client, SslErrorCode.InvalidPurpose),
        })
        {
            foreach (string backend in s_asking.Where(BackendPairs.Working.Contains))
            {
                using TlsServer server = Server(identity);
                using QSslSocket client = Client(backend, SslProtocol.TlsV1_3, new((_, _) => new(TestPki.Root.Certificate, "")));
                client.ConnectToHostEncrypted("127.0.0.1", server.ServerPort, TestPki.ServerName);
                Assert.False(client.WaitForEncrypted(Long));
                Assert.Contains(client.SslHandshakeErrors, e => e.Error == code);
                Assert.DoesNotContain(client.SslHandshakeErrors, e => e.Error == SslErrorCode.UnableToGetLocalIssuerCertificate);
            }
        }
    }

    [Fact]
    public void The_systems_time_is_not_counted()
    {
        Needs.OpenSsl();
        using TlsServer server = Server(TestPki.Server);
        Stopwatch watch = Stopwatch.StartNew();
        long until = long.MaxValue;
        Stand system = new((_, _) =>
        {
            // Twice as long as the wait's limit, from when the system is asked.
            until = watch.ElapsedMilliseconds + 4000;
            SpinWait.SpinUntil(() => watch.ElapsedMilliseconds > until);
            return new(TestPki.Root.Certificate, "");
        });
        using QSslSocket client = Client("openssl", SslProtocol.TlsV1_3, system);
        client.ConnectToHostEncrypted("127.0.0.1", server.ServerPort, TestPki.ServerName);
        Assert.True(client.WaitForEncrypted(2000), client.ErrorString);
        Assert.True(watch.ElapsedMilliseconds > until);
    }

    [Fact]
    public void An_aborted_connection_does_not_wait_for_the_system()
    {
        Needs.OpenSsl();
        using TlsServer server = Server(TestPki.Server);
        using ManualResetEventSlim asked = new(), go = new();
        Stand system = new((_, _) =>
        {
            asked.Set();
            go.Wait(Long);
            return new(TestPki.Root.Certificate, "");
        });
        using QSslSocket client = Client("openssl", SslProtocol.TlsV1_3, system);
        using ManualResetEventSlim ended = new();
        client.Disconnected += (_, _) => ended.Set();
        client.ConnectToHostEncrypted("127.0.0.1", server.ServerPort, TestPki.ServerName);
        Assert.True(asked.Wait(Long));
        client.Abort();
        Assert.True(ended.Wait(Long));
        Assert.False(client.IsEncrypted);
        Assert.Equal(SocketState.UnconnectedState, client.State);
        go.Set();
        // The same socket connects again, and the late answer is known by then or comes to no harm.
        client.ConnectToHostEncrypted("127.0.0.1", server.ServerPort, TestPki.ServerName);
        Assert.True(client.WaitForEncrypted(Long), client.ErrorString);
        Assert.Equal(1, system.Asked);
    }

    [Fact]
    public void A_few_chains_are_asked_for_at_once_and_each_once()
    {
        using ManualResetEventSlim go = new();
        int running = 0, most = 0;
        Stand system = new((_, _) =>
        {
            int now = Interlocked.Increment(ref running);
            for (int seen = most; now > seen; seen = most)
                Interlocked.CompareExchange(ref most, now, seen);
            go.Wait(Long);
            Interlocked.Decrement(ref running);
            return new(null, "no");
        });
        Clock clock = new();
        MissingRoots roots = new(system, clock);
        using CountdownEvent answered = new(24);
        QSslCertificate[] leaves = [.. Enumerable.Range(0, 16).Select(i => TestPki.MakeSelfSigned($"host{i}.test").Certificate)];
        List<MissingRootQuery> queries = [.. leaves.Concat(leaves[..8]).Select(leaf => roots.Ask([leaf], null, () => answered.Signal()))];
        Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref running) == MissingRoots.MaxAtOnce, Long));
        // Nobody waits for what was left before it began.
        MissingRootQuery left = roots.Ask([TestPki.MakeSelfSigned("left.test").Certificate], null, () => Assert.Fail("left"));
        left.Dispose();
        go.Set();
        Assert.True(answered.Wait(Long));
        Assert.Equal((16, MissingRoots.MaxAtOnce), (system.Asked, most));
        Assert.All(queries, query => Assert.Equal("no", query.Answer!.Words));
        // What is known is there at once, for a while.
        using MissingRootQuery again = roots.Ask([leaves[0]], null, () => Assert.Fail("known"));
        Assert.NotNull(again.Answer);
        clock.Now += TimeSpan.FromHours(1);
        using ManualResetEventSlim anew = new();
        using MissingRootQuery later = roots.Ask([leaves[0]], null, anew.Set);
        Assert.True(anew.Wait(Long));
        Assert.Equal(17, system.Asked);
    }

    [Theory]
    [InlineData("trusted")]
    [InlineData("expired")]
    [InlineData("nothing")]
    [InlineData("switched off")]
    [InlineData("own authorities")]
    public void A_chain_without_a_connection_is_judged_as_a_servers(string what)
    {
        foreach (string backend in s_asking.Where(BackendPairs.Working.Contains))
        {
            foreach (string name in new[] { TestPki.ServerName, "" })
            {
                Stand system = new((chain, _) => what == "nothing" ? new(null, "no such chain") : new(TestPki.Root.Certificate, ""));
                QSslConfiguration configuration = new() { Backend = backend, FetchesMissingRoots = what != "switched off" };
                if (what == "own authorities")
                    configuration.CaCertificates = [TestPki.OtherRoot.Certificate];
                if (what == "expired")
                    configuration.VerificationTime = TestPki.Server.Certificate.ExpiryDate + TimeSpan.FromDays(1);
                List<string> told = [];
                IReadOnlyList<QSslError> errors = PeerVerification.EvaluateChain(
                    TestPki.Server.Chain, configuration, name, out IReadOnlyList<QSslCertificate> path,
                    new(system, TimeProvider.System), told.Add);
                bool isAsked = what is not ("switched off" or "own authorities"), isFound = isAsked && what != "nothing";
                Assert.Equal(isAsked ? 1 : 0, system.Asked);
                Assert.Equal(!isFound, errors.Any(e => e.Error == SslErrorCode.UnableToGetLocalIssuerCertificate));
                Assert.Equal(what == "expired", errors.Any(e => e.Error == SslErrorCode.CertificateExpired));
                Assert.Equal(isFound && what != "expired", errors.Count == 0);
                Assert.Equal(isFound, path[^1].Equals(TestPki.Root.Certificate));
                Assert.Equal(isAsked ? 1 : 0, told.Count);
            }
        }
    }

    [Fact]
    public void The_trace_tells_of_it()
    {
        Needs.OpenSsl();
        using TlsServer server = Server(TestPki.Server);
        using QSslSocket client = Client("openssl", SslProtocol.TlsV1_3, new((_, _) => new(TestPki.Root.Certificate, "")));
        List<string> lines = [];
        client.Narrator = line => lines.Add(line.Text);
        client.ConnectToHostEncrypted("127.0.0.1", server.ServerPort, TestPki.ServerName);
        Assert.True(client.WaitForEncrypted(Long), client.ErrorString);
        Assert.Contains(lines, l => l.Contains("the system is asked", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.Contains("by the root Test Root", StringComparison.Ordinal));
    }

    [Fact]
    public void A_path_that_ends_at_an_intermediate_has_no_root()
    {
        using X509Certificate2 leaf = TestPki.Server.Chain[0].ToX509Certificate2(), between = TestPki.Server.Chain[1].ToX509Certificate2();
        using X509Certificate2 root = TestPki.Root.Certificate.ToX509Certificate2();
        Assert.Null(SystemChainBuilder.AnswerOf([leaf, between]).Root);
        Assert.Contains("root", SystemChainBuilder.AnswerOf([leaf, between]).Words, StringComparison.Ordinal);
        Assert.Null(SystemChainBuilder.AnswerOf([root]).Root);
        Assert.Equal(TestPki.Root.Certificate, SystemChainBuilder.AnswerOf([leaf, between, root]).Root);
    }

    /// <summary>The system itself trusts no root of the tests'.</summary>
    [Fact]
    public void The_system_itself_is_asked_for_a_server()
    {
        SystemChainAnswer answer = new SystemChainBuilder().Build(TestPki.Server.Chain, DateTimeOffset.UtcNow);
        Assert.Null(answer.Root);
        Assert.NotEmpty(answer.Words);
        Assert.Equal(OperatingSystem.IsWindows(), MissingRoots.OfSystem is not null);
    }

    private static TlsServer Server(TestIdentity identity)
    {
        TlsServer server = new(identity);
        server.NewConnection += (_, _) => ((QSslSocket)server.NextPendingConnection()!).Encrypted += (_, _) => { };
        return server;
    }

    private static QSslSocket Client(string backend, SslProtocol protocol, Stand system, Action<QSslConfiguration>? configure = null)
    {
        QSslSocket client = new() { MissingRoots = new(system, TimeProvider.System) };
        QSslConfiguration configuration = new() { Backend = backend, Protocol = protocol };
        configure?.Invoke(configuration);
        client.SslConfiguration = configuration;
        return client;
    }

    private sealed class Stand(Func<IReadOnlyList<QSslCertificate>, DateTimeOffset, SystemChainAnswer> build) : ISystemChainBuilder
    {
        private int _asked;

        public int Asked => Volatile.Read(ref _asked);

        public IReadOnlyList<QSslCertificate> LastChain { get; private set; } = [];

        public SystemChainAnswer Build(IReadOnlyList<QSslCertificate> chain, DateTimeOffset time)
        {
            Interlocked.Increment(ref _asked);
            LastChain = chain;
            return build(chain, time);
        }
    }

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.UtcNow;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
