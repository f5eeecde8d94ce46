using System.Net;
using QSslCore.Tests.Simulation;

namespace QSslCore.Tests.Features;

/// <summary>A host name is put into ASCII once a connect: the resolver, the proxy, SNI and the verdict take the result.</summary>
public sealed class InternationalNameTests
{
    [Fact]
    public void A_connect_puts_the_name_into_ascii_once()
    {
        const string Name = "b\u00fccher-direkt.test";
        int count = 0;
        HostName.MappingToAscii += Count;
        try
        {
            using ToyPair pair = new(1);
            pair.Network.AddName("xn--bcher-direkt-dlb.test", IPAddress.Loopback);
            pair.Accept();
            pair.Client.SslErrors += (_, _) => pair.Client.IgnoreSslErrors();
            pair.Client.ConnectToHostEncrypted(Name, 443);
            Assert.True(pair.Client.WaitForEncrypted(5000), pair.Client.ErrorString);
            Assert.Equal(Name, pair.Client.PeerName);
            Assert.Equal("xn--bcher-direkt-dlb.test", pair.Client.VerifyHost.Ace);
        }
        finally
        {
            HostName.MappingToAscii -= Count;
        }
        Assert.Equal(1, count);

        // Tests in parallel use other names.
        void Count(string name)
        {
            if (name == Name)
                Interlocked.Increment(ref count);
        }
    }

    [Fact]
    public void A_connect_puts_the_name_of_its_proxy_into_ascii_once()
    {
        const string Name = "b\u00fccher-umweg.test";
        int count = 0;
        HostName.MappingToAscii += Count;
        try
        {
            using SimulatedNetwork network = new(1);
            using QSslSocket socket = new(network, new ToyBackend(ToyPeer.Good));
            socket.Proxy = new(ProxyType.Socks5Proxy, Name, 1080);
            socket.ConnectToHostEncrypted("me.test", 443);
            Assert.False(socket.WaitForEncrypted(5000));
            Assert.Equal(QSocketError.ProxyNotFoundError, socket.Error);
        }
        finally
        {
            HostName.MappingToAscii -= Count;
        }
        Assert.Equal(1, count);

        void Count(string name)
        {
            if (name == Name)
                Interlocked.Increment(ref count);
        }
    }

    [Theory]
    [InlineData("b\u00fccher.test", "xn--bcher-kva.test", "xn--bcher-kva.test")]
    [InlineData("ME.test.", "ME.test.", "me.test")]
    [InlineData("under_score.test", "under_score.test", "under_score.test")]
    [InlineData("[::1]", "::1", null)]
    [InlineData("127.0.0.1", "127.0.0.1", null)]
    public void A_target_and_the_name_to_verify_are_one_value(string hostName, string wireName, string? ace)
    {
        HostTarget target = HostTarget.Parse(hostName, 443);
        Assert.Null(target.Fault);
        Assert.Equal(wireName, target.WireName);
        Assert.Equal(ace, target.Peer.Ace);
        Assert.Equal(target.Name, target.Peer.Name);
        Assert.Same(target.Peer, target.At(IPAddress.Loopback).Peer);
    }

    [Theory]
    [InlineData("[b\u00fccher.test]")]
    [InlineData("b\u00fccher test")]
    [InlineData("\u00fc..test")]
    public void A_name_that_cannot_be_mapped_has_a_fault(string hostName)
    {
        HostTarget target = HostTarget.Parse(hostName, 443);
        Assert.NotNull(target.Fault);
        Assert.Empty(target.WireName);
    }
}
