using System.Net;
using System.Net.Sockets;
using QSslCore.Tests.Simulation;
using QSslCore.Tests.Support;

namespace QSslCore.Tests.Features;

/// <summary>Servers from before RFC 5746.</summary>
public sealed class LegacyRenegotiationTests
{
    /// <summary>TLS 1.2, ECDHE-RSA-AES128-GCM-SHA256 and no extension at all; behind it the alert access_denied, for those who listen that
    /// far.</summary>
    private static readonly byte[] s_answer =
    [
        22, 3, 3, 0, 42, 2, 0, 0, 38, 3, 3, .. Enumerable.Repeat((byte)7, 32), 0, 0xC0, 0x2F, 0,
        21, 3, 3, 0, 2, 2, 49,
    ];

    [Theory]
    [InlineData("openssl", true)]
    [InlineData("openssl", false)]
    [InlineData("bouncycastle", true)]
    [InlineData("bouncycastle", false)]
    public async Task The_option_decides_about_a_server_without_secure_renegotiation_and_the_error_names_it(string backend, bool refuses)
    {
        Assert.SkipUnless(QSslSocket.AvailableBackends.Contains(backend), $"there is no backend {backend} here");
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        Task answering = AnswerAsync(listener);
        using QSslSocket socket = new();
        QSslConfiguration configuration = socket.SslConfiguration;
        configuration.Backend = backend;
        configuration.Protocol = SslProtocol.TlsV1_2;
        configuration.SetSslOption(SslOption.DisableLegacyRenegotiation, refuses);
        socket.SslConfiguration = configuration;
        socket.ConnectToHostEncrypted("127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port);
        Assert.False(socket.WaitForEncrypted(10_000));
        Assert.Contains(refuses
            ? "DisableLegacyRenegotiation"
            : nameof(AlertType.AccessDenied), socket.ErrorString, StringComparison.Ordinal);
        socket.Abort();
        await answering;
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_server_without_secure_renegotiation_that_was_let_in_costs_a_warning(bool lacks)
    {
        using Warnings warnings = new();
        using ToyPair pair = new(1, ToyPeer.Good with { LacksSecureRenegotiation = lacks });
        pair.Accept();
        pair.Client.ConnectToHostEncrypted("me.test", 443);
        Assert.True(pair.Client.WaitForEncrypted());
        Assert.Equal(lacks, warnings.Take().Any(w => w.Contains("me.test:443 does not support secure renegotiation (RFC 5746)",
            StringComparison.Ordinal)));
    }

    private static async Task AnswerAsync(TcpListener listener)
    {
        using TcpClient client = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        byte[] hello = new byte[4096];
        _ = await client.GetStream().ReadAsync(hello, TestContext.Current.CancellationToken);
        await client.GetStream().WriteAsync(s_answer, TestContext.Current.CancellationToken);
        // Until the client ends it.
        try
        {
            while (await client.GetStream().ReadAsync(hello, TestContext.Current.CancellationToken) > 0)
            {
            }
        }
        catch (IOException)
        {
        }
    }
}
