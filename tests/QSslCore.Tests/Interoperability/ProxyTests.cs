using System.Net;
using QSslCore.Tests.Sockets;
using QSslCore.Tests.Support;

namespace QSslCore.Tests.Interoperability;

/// <summary>microsocks and tinyproxy between a socket and its host.</summary>
public sealed class ProxyTests
{
    private const string User = "aladdin";
    private const string Password = "open-sesame";

    public static TheoryData<ProxyType> Kinds => [ProxyType.Socks5Proxy, ProxyType.HttpProxy];

    [Theory, MemberData(nameof(Kinds))]
    public void A_plain_connection_goes_through(ProxyType type)
    {
        using Proxy proxy = new(type);
        using QTcpServer server = new();
        Assert.True(server.Listen(IPAddress.Loopback));
        using QTcpSocket socket = new() { Proxy = proxy.Description };
        using BoundScope bound = new();
        socket.AboutToClose += bound.Bind((_, _) => { });
        List<string> events = [];
        socket.StateChanged += (_, e) => events.Add(e.SocketState.ToString());
        socket.HostFound += (_, _) => events.Add("hostFound");
        socket.Connected += (_, _) => events.Add("connected");
        // The proxy knows the name: it is never looked up here.
        socket.ConnectToHost("localhost", server.ServerPort);
        Assert.True(socket.WaitForConnected(10_000), socket.ErrorString);
        Assert.True(server.WaitForNewConnection(5000));
        using QTcpSocket peer = server.NextPendingConnection()!;
        socket.Write("hello\n");
        Assert.True(socket.WaitForBytesWritten(5000));
        Assert.True(peer.WaitForReadyRead(5000));
        Assert.Equal("hello\n"u8, peer.ReadAll());
        Assert.Equal(["HostLookupState", "ConnectingState", "ConnectedState", "connected"], events);
        Assert.Equal("localhost", socket.PeerName);
        Assert.Equal(server.ServerPort, socket.PeerPort);
        Assert.Null(socket.PeerAddress);
    }

    [Theory, MemberData(nameof(Kinds))]
    public void A_name_is_looked_up_here_when_the_proxy_cannot(ProxyType type)
    {
        using Proxy proxy = new(type);
        using QTcpServer server = new();
        Assert.True(server.Listen(IPAddress.Loopback));
        QNetworkProxy description = proxy.Description;
        description.Capabilities = Capability.TunnelingCapability;
        using QTcpSocket socket = new() { Proxy = description };
        bool found = false;
        socket.HostFound += (_, _) => found = true;
        socket.ConnectToHost("localhost", server.ServerPort, protocol: NetworkLayerProtocol.IPv4Protocol);
        Assert.True(socket.WaitForConnected(10_000), socket.ErrorString);
        Assert.True(found);
        socket.Abort();
        socket.ConnectToHost("no-such-host.invalid", 1);
        Assert.False(socket.WaitForConnected(10_000));
        Assert.Equal(QSocketError.HostNotFoundError, socket.Error);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task TLS_is_end_to_end_and_a_forged_server_is_refused(ProxyType type)
    {
        using Proxy proxy = new(type);
        using TlsServer server = new(TestPki.Server);
        using QSslSocket client = Client(proxy.Description);
        client.ConnectToHostEncrypted("127.0.0.1", server.ServerPort, TestPki.ServerName);
        client.Write("early");
        using QSslSocket accepted = server.Accept();
        Task<bool> encrypted = Task.Factory.StartNew(() =>
            accepted.WaitForEncrypted(10_000), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        Assert.True(client.WaitForEncrypted(10_000), client.ErrorString);
        Assert.True(await encrypted, accepted.ErrorString);
        Assert.True(client.WaitForBytesWritten(5000) || client.BytesToWrite == 0);
        Assert.True(accepted.WaitForReadyRead(5000));
        Assert.Equal("early"u8, accepted.ReadAll());
        Assert.Equal((IPAddress.Loopback, server.ServerPort), (client.PeerAddress!, client.PeerPort));

        using TlsServer forged = new(TestPki.UnknownIssuer);
        using QSslSocket second = Client(proxy.Description);
        second.ConnectToHostEncrypted("127.0.0.1", forged.ServerPort, TestPki.ServerName);
        using QSslSocket refused = forged.Accept();
        Task<bool> never = Task.Factory.StartNew(() =>
            refused.WaitForEncrypted(10_000), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        Assert.False(second.WaitForEncrypted(10_000));
        Assert.Equal(QSocketError.SslHandshakeFailedError, second.Error);
        Assert.False(await never);
    }

    [Theory, MemberData(nameof(Kinds))]
    public void A_proxy_that_asks_is_answered_from_the_description(ProxyType type)
    {
        using Proxy proxy = new(type, authenticates: true);
        using QTcpServer server = new();
        Assert.True(server.Listen(IPAddress.Loopback));
        QNetworkProxy description = proxy.Description;
        (description.User, description.Password) = (User, Password);
        using QTcpSocket socket = new() { Proxy = description };
        socket.ProxyAuthenticationRequired += (_, _) => Assert.Fail("nobody had to be asked");
        socket.ConnectToHost("127.0.0.1", server.ServerPort);
        Assert.True(socket.WaitForConnected(10_000), socket.ErrorString);
    }

    [Theory, MemberData(nameof(Kinds))]
    public void A_proxy_that_asks_is_answered_in_the_handler(ProxyType type)
    {
        using Proxy proxy = new(type, authenticates: true);
        using QTcpServer server = new();
        Assert.True(server.Listen(IPAddress.Loopback));
        using QTcpSocket socket = new() { Proxy = proxy.Description };
        QAuthenticator? kept = null;
        socket.ProxyAuthenticationRequired += (_, e) =>
        {
            Assert.Equal(proxy.Description, e.Proxy);
            (e.Authenticator.User, e.Authenticator.Password) = (User, Password);
            kept = e.Authenticator;
        };
        socket.ConnectToHost("127.0.0.1", server.ServerPort);
        Assert.True(socket.WaitForConnected(10_000), socket.ErrorString);
        Assert.Equal(("", ""), (kept!.User, kept.Password));
        kept.Password = "too late";
        Assert.Equal("", kept.Password);
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Without_an_answer_or_with_a_wrong_one_there_is_no_connection(ProxyType type)
    {
        using Proxy proxy = new(type, authenticates: true);
        using QTcpServer server = new();
        Assert.True(server.Listen(IPAddress.Loopback));
        using QTcpSocket silent = new() { Proxy = proxy.Description };
        using BoundScope bound = new();
        silent.AboutToClose += bound.Bind((_, _) => { });
        List<string> events = [];
        silent.ErrorOccurred += (_, e) => events.Add(e.SocketError.ToString());
        silent.StateChanged += (_, e) => events.Add(e.SocketState.ToString());
        silent.ConnectToHost("127.0.0.1", server.ServerPort);
        Assert.False(silent.WaitForConnected(10_000));
        Assert.Equal(QSocketError.ProxyAuthenticationRequiredError, silent.Error);
        Assert.Equal(["HostLookupState", "ConnectingState", "ProxyAuthenticationRequiredError", "UnconnectedState"], events);

        QNetworkProxy description = proxy.Description;
        (description.User, description.Password) = (User, "wrong");
        using QTcpSocket wrong = new() { Proxy = description };
        wrong.ConnectToHost("127.0.0.1", server.ServerPort);
        Assert.False(wrong.WaitForConnected(10_000));
        Assert.Equal(QSocketError.ProxyAuthenticationRequiredError, wrong.Error);
        Assert.DoesNotContain("wrong", wrong.ErrorString, StringComparison.Ordinal);
        Assert.False(server.WaitForNewConnection(0));
    }

    [Theory, MemberData(nameof(Kinds))]
    public void What_is_wrong_behind_the_proxy_is_told(ProxyType type)
    {
        using Proxy proxy = new(type);
        using QTcpSocket socket = new() { Proxy = proxy.Description };
        socket.ConnectToHost("127.0.0.1", ExternalProgram.FreePort());
        Assert.False(socket.WaitForConnected(10_000));
        // tinyproxy answers 500 for whatever it could not do.
        Assert.Equal(type == ProxyType.Socks5Proxy ? QSocketError.ConnectionRefusedError : QSocketError.ProxyProtocolError, socket.Error);
        Assert.Contains("127.0.0.1", socket.ErrorString, StringComparison.Ordinal);
    }

    private static QSslSocket Client(QNetworkProxy proxy)
    {
        QSslSocket client = new() { Proxy = proxy };
        // Somebody listens, so the event loop leads the dialogue with the proxy.
        client.Encrypted += (_, _) => { };
        QSslConfiguration configuration = client.SslConfiguration;
        configuration.CaCertificates = [TestPki.Root.Certificate];
        client.SslConfiguration = configuration;
        return client;
    }

    /// <summary>The proxy as a process.</summary>
    private sealed class Proxy : IDisposable
    {
        private readonly TestFiles _files = new();
        private readonly ExternalProgram _program;

        public Proxy(ProxyType type, bool authenticates = false)
        {
            string program = type == ProxyType.Socks5Proxy ? "microsocks" : "tinyproxy";
            ExternalProgram.Require(program, type == ProxyType.Socks5Proxy ? "microsocks" : "tinyproxy-bin");
            int port = ExternalProgram.FreePort();
            string number = $"{port}";
            if (type == ProxyType.Socks5Proxy)
            {
                _program = authenticates
                    ? ExternalProgram.Start(program, "-i", "127.0.0.1", "-p", number, "-u", User, "-P", Password)
                    : ExternalProgram.Start(program, "-i", "127.0.0.1", "-p", number);
            }
            else
            {
                string configuration = _files.Write("tinyproxy.conf", $"""
                    Port {number}
                    Listen 127.0.0.1
                    Timeout 30
                    MaxClients 20
                    Allow 127.0.0.1
                    {(authenticates ? $"BasicAuth {User} {Password}" : "")}

                    """);
                _program = ExternalProgram.Start(program, "-d", "-c", configuration);
            }
            _program.WaitForPort(port);
            Description = new(type, "127.0.0.1", port);
        }

        public QNetworkProxy Description { get; }

        public void Dispose()
        {
            _program.Dispose();
            _files.Dispose();
        }
    }
}
