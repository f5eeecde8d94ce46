using System.Net;
using QSslCore.StartTls;
using QSslCore.Tests.Support;

namespace QSslCore.Tests.StartTls;

/// <summary>The way to TLS over a socket, as users of the library go it.</summary>
public sealed class StartTlsClientTests
{
    public static TheoryData<string> Names => [.. StartTlsProtocol.All.Select(protocol => protocol.Name)];

    [Theory, MemberData(nameof(Names))]
    public async Task Client_and_server_of_a_protocol_come_to_TLS(string name)
    {
        StartTlsProtocol protocol = StartTlsProtocol.Find(name)!;
        using QSslServer server = Serve(protocol);
        using QSslSocket client = await ConnectAsync(server);
        await client.StartTlsAsync(protocol, Limit());
        Assert.True(client.IsEncrypted);
        Assert.Equal(TestPki.Server.Certificate, client.PeerCertificate);
    }

    [Theory]
    [InlineData(nameof(StartTlsFault.NotOffered), StartTlsStatus.NotOffered)]
    [InlineData(nameof(StartTlsFault.Refusal), StartTlsStatus.Refused)]
    [InlineData(nameof(StartTlsFault.WrongAnswer), StartTlsStatus.Unintelligible)]
    [InlineData(nameof(StartTlsFault.GluedPlaintext), StartTlsStatus.Injected)]
    [InlineData(nameof(StartTlsFault.Close), StartTlsStatus.Truncated)]
    public async Task A_peer_that_does_not_come_to_TLS_is_told_and_left(string fault, StartTlsStatus status)
    {
        StartTlsProtocol smtp = StartTlsProtocol.Find("smtp")!;
        using QSslServer server = Serve(smtp);
        server.Preface = () => smtp.CreateResponder(Enum.Parse<StartTlsFault>(fault))!;
        using QSslSocket client = await ConnectAsync(server);
        StartTlsException refused = await Assert.ThrowsAsync<StartTlsException>(() => client.StartTlsAsync(smtp, Limit()));
        Assert.Equal(status, refused.Status);
        Assert.StartsWith($"127.0.0.1:{server.ServerPort}: ", refused.Message, StringComparison.Ordinal);
        Assert.NotEmpty(refused.Transcript);
        Assert.NotNull(refused.Hint);
        Assert.Equal(SocketState.UnconnectedState, client.State);
        Assert.Equal(SslMode.UnencryptedMode, client.Mode);
    }

    [Fact]
    public async Task An_identity_that_is_not_proven_is_refused_behind_the_dialogue_too()
    {
        using QSslServer server = Serve(StartTlsProtocol.Find("imap")!);
        using QSslSocket client = await ConnectAsync(server, trust: false);
        QSslSocketException refused = await Assert.ThrowsAsync<QSslSocketException>(
            () => client.StartTlsAsync(StartTlsProtocol.Find("imap")!, Limit()));
        Assert.NotEmpty(refused.Errors);
        Assert.NotEmpty(refused.Chain);
        Assert.False(client.IsEncrypted);
    }

    [Fact]
    public async Task Giving_up_ends_the_connection()
    {
        StartTlsProtocol smtp = StartTlsProtocol.Find("smtp")!;
        using QSslServer server = Serve(smtp);
        server.Preface = () => smtp.CreateResponder(StartTlsFault.Silence)!;
        using QSslSocket client = await ConnectAsync(server);
        using CancellationTokenSource source = new();
        Task task = client.StartTlsAsync(smtp, source.Token);
        source.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task);
        Assert.Equal(SocketState.UnconnectedState, client.State);
    }

    [Fact]
    public async Task A_socket_that_is_not_plain_and_connected_stays_as_it_is()
    {
        StartTlsProtocol smtp = StartTlsProtocol.Find("smtp")!;
        using QSslSocket idle = new();
        await Assert.ThrowsAsync<QSslSocketException>(() => idle.StartTlsAsync(smtp, Limit()));
        using QSslServer server = Serve(smtp);
        using QSslSocket client = await ConnectAsync(server);
        await client.StartTlsAsync(smtp, Limit());
        QSslSocketException refused = await Assert.ThrowsAsync<QSslSocketException>(() => client.StartTlsAsync(smtp, Limit()));
        Assert.Equal(QSocketError.OperationError, refused.Error);
        Assert.True(client.IsEncrypted);
    }

    private static CancellationToken Limit() => new CancellationTokenSource(TimeSpan.FromSeconds(20)).Token;

    private static QSslServer Serve(StartTlsProtocol protocol)
    {
        QSslConfiguration configuration = QSslConfiguration.DefaultConfiguration;
        (configuration.LocalCertificateChain, configuration.PrivateKey) = (TestPki.Server.Chain, TestPki.Server.Key);
        QSslServer server = new() { SslConfiguration = configuration, StartTls = protocol };
        Assert.True(server.Listen(IPAddress.Loopback), server.ErrorString);
        server.AcceptInBackground();
        return server;
    }

    private static async Task<QSslSocket> ConnectAsync(QSslServer server, bool trust = true)
    {
        QSslSocket client = new()
        {
            SslConfiguration = new() { CaCertificates = trust ? [TestPki.Root.Certificate] : [] },
            PeerVerifyName = TestPki.ServerName,
        };
        await client.ConnectToHostAsync("127.0.0.1", server.ServerPort, Limit());
        return client;
    }
}
