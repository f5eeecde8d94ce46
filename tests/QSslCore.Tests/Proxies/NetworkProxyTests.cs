using System.Net;
using QSslCore.Tests.Support;

namespace QSslCore.Tests.Proxies;

/// <summary>The description of a proxy, and which one a socket uses.</summary>
[Collection(nameof(ChangesDefaultConfiguration))]
public sealed class NetworkProxyTests
{
    [Fact]
    public void A_description_is_a_value()
    {
        QNetworkProxy proxy = new();
        Assert.Equal((ProxyType.DefaultProxy, "", 0, "", ""), (proxy.Type, proxy.HostName, proxy.Port, proxy.User, proxy.Password));
        (proxy.Type, proxy.HostName, proxy.Port, proxy.User, proxy.Password) = (ProxyType.Socks5Proxy, "::1", 1080, "me", "secret");
        Assert.Equal(proxy, new QNetworkProxy(ProxyType.Socks5Proxy, "::1", 1080, "me", "secret"));
        Assert.True(proxy != new QNetworkProxy(ProxyType.Socks5Proxy, "::1", 1080, "me", "other"));
        Assert.Equal("Socks5Proxy [::1]:1080", proxy.ToString());

        using QTcpSocket socket = new() { Proxy = proxy };
        proxy.Port = 1;
        socket.Proxy.Port = 2;
        Assert.Equal(1080, socket.Proxy.Port);
    }

    [Fact]
    public void The_applications_proxy_serves_sockets_without_one()
    {
        using QTcpServer server = new();
        Assert.True(server.Listen(IPAddress.Loopback));
        try
        {
            QNetworkProxy.ApplicationProxy = new(ProxyType.HttpProxy, "127.0.0.1", ExternalProgram.FreePort());
            using QTcpSocket socket = new();
            socket.ConnectToHost("host.test", 1);
            Assert.False(socket.WaitForConnected(5000));
            Assert.Equal(QSocketError.ProxyConnectionRefusedError, socket.Error);
            // What runs here is not behind it, and a socket's own setting goes before.
            socket.ConnectToHost("127.0.0.1", server.ServerPort);
            Assert.True(socket.WaitForConnected(5000), socket.ErrorString);
            socket.Abort();
            socket.Proxy = new(ProxyType.NoProxy);
            socket.ConnectToHost("no-such-host.invalid", 1);
            Assert.False(socket.WaitForConnected(10_000));
            Assert.Equal(QSocketError.HostNotFoundError, socket.Error);
            QNetworkProxy.ApplicationProxy = new();
            Assert.Equal(ProxyType.NoProxy, QNetworkProxy.ApplicationProxy.Type);
        }
        finally
        {
            QNetworkProxy.ApplicationProxy = new(ProxyType.NoProxy);
        }
    }

    [Fact]
    public void What_cannot_carry_a_connection_is_refused()
    {
        using QTcpSocket socket = new() { ProtocolTag = "ftp" };
        Assert.Equal("ftp", socket.ProtocolTag);
        (QNetworkProxy Proxy, QSocketError Error)[] cases =
        [
            (new(ProxyType.FtpCachingProxy, "127.0.0.1", 1), QSocketError.UnsupportedSocketOperationError),
            (new(ProxyType.HttpCachingProxy, "127.0.0.1", 1), QSocketError.UnsupportedSocketOperationError),
            (new(ProxyType.HttpProxy, "127.0.0.1", 1) { Capabilities = Capability.CachingCapability },
                QSocketError.UnsupportedSocketOperationError),
            (new(ProxyType.Socks5Proxy), QSocketError.ProxyNotFoundError),
            (new(ProxyType.Socks5Proxy, "127.0.0.1", 70_000), QSocketError.ProxyNotFoundError),
            (new(ProxyType.Socks5Proxy, "no-such-host.invalid", 1), QSocketError.ProxyNotFoundError),
            (new(ProxyType.Socks5Proxy, "bad name", 1), QSocketError.ProxyNotFoundError),
        ];
        foreach ((QNetworkProxy proxy, QSocketError error) in cases)
        {
            socket.Proxy = proxy;
            socket.ConnectToHost("host.test", 1);
            Assert.False(socket.WaitForConnected(10_000));
            Assert.Equal(error, socket.Error);
            // What cannot even be tried is not opened, as Qt has it.
            Assert.Equal(proxy.HostName.StartsWith("no-such", StringComparison.Ordinal), socket.IsOpen);
            Assert.DoesNotContain("host.test' is", socket.ErrorString, StringComparison.Ordinal);
            socket.Close();
            Assert.Equal(SocketState.UnconnectedState, socket.State);
        }
    }

    [Fact]
    public void A_proxy_that_hangs_up_or_says_nothing_is_told()
    {
        using QTcpServer proxy = new();
        Assert.True(proxy.Listen(IPAddress.Loopback));
        using QTcpSocket socket = new() { Proxy = new(ProxyType.Socks5Proxy, "127.0.0.1", proxy.ServerPort) };
        socket.ConnectToHost("host.test", 1);
        Assert.False(socket.WaitForConnected(50));
        Assert.Equal(QSocketError.SocketTimeoutError, socket.Error);

        socket.ConnectToHost("host.test", 1);
        proxy.NewConnection += (_, _) => proxy.NextPendingConnection()!.Abort();
        Assert.False(socket.WaitForConnected(5000));
        Assert.Equal(QSocketError.ProxyConnectionClosedError, socket.Error);
    }
}
