using System.Net;
using QSslCore.Sockets;
using QSslCore.Tests.Support;

namespace QSslCore.Tests.Certificates;

/// <summary>What is an address, what is a name, and what only looks like one of them.</summary>
public sealed class HostNameTests
{
    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1")]
    [InlineData("255.255.255.255", "255.255.255.255")]
    [InlineData("::1", "::1")]
    [InlineData("[::1]", "::1")]
    [InlineData("fe80::1%3", "fe80::1%3")]
    [InlineData("::ffff:10.0.0.1", "::ffff:10.0.0.1")]
    public void Addresses_in_full_are_literals(string text, string expected)
    {
        Assert.True(HostName.TryParseLiteral(text, out IPAddress address));
        Assert.Equal(expected, address.ToString());
        Assert.False(HostName.IsShorthand(text));
    }

    [Theory]
    [InlineData("1.2.3")]
    [InlineData("127.1")]
    [InlineData("0x7f.1")]
    [InlineData("0x7f000001")]
    [InlineData("1")]
    [InlineData("010.0.0.1")]
    [InlineData("127.0.0.0x1")]
    public void Shorthands_are_none(string text)
    {
        Assert.False(HostName.TryParseLiteral(text, out _));
        Assert.True(HostName.IsShorthand(text));
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("www.example.com")]
    [InlineData("1.example")]
    [InlineData("[::1]:443")]
    [InlineData("::1::")]
    [InlineData("1.2.3.4.5")]
    [InlineData("1.2.3.256")]
    public void Other_texts_are_neither(string text)
    {
        Assert.False(HostName.TryParseLiteral(text, out _));
        Assert.False(HostName.IsShorthand(text));
    }

    /// <summary>Also where the digits are those of another script, which become plain ones on the way to the resolver.</summary>
    [Theory]
    [InlineData("1.2.3")]
    [InlineData("127.1")]
    [InlineData("0x7f000001")]
    [InlineData("０x7f000001")]
    public void Nobody_is_connected_to_what_a_shorthand_stands_for(string host)
    {
        using QTcpServer server = new();
        Assert.True(server.Listen(IPAddress.Loopback));
        using QTcpSocket socket = new();
        socket.ConnectToHost(host, server.ServerPort);
        Assert.False(socket.WaitForConnected(5000));
        Assert.Equal(QSocketError.HostNotFoundError, socket.Error);
        Assert.Contains("shorthand", socket.ErrorString, StringComparison.Ordinal);
        Assert.Null(socket.PeerAddress);
    }

    [Fact]
    public void A_proxy_is_not_found_by_one_either()
    {
        using QTcpSocket socket = new() { Proxy = new(ProxyType.Socks5Proxy, "127.1", 1080) };
        socket.ConnectToHost("www.example.com", 443);
        Assert.Equal(QSocketError.ProxyNotFoundError, socket.Error);
        Assert.Contains("shorthand", socket.ErrorString, StringComparison.Ordinal);
    }
}
