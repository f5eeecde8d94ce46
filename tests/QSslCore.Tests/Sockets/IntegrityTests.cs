using QSslCore.Tests.Support;

namespace QSslCore.Tests.Sockets;

/// <summary>Every byte arrives, once and in order, however the socket is used. <c>./build.sh soak</c> does the same at length.</summary>
public sealed class IntegrityTests
{
    private const long Total = 16 << 20;

    [Theory]
    [InlineData(TrafficStyle.Events)]
    [InlineData(TrafficStyle.Blocking)]
    [InlineData(TrafficStyle.Async)]
    [InlineData(TrafficStyle.Stream)]
    public async Task Traffic_both_ways_at_once_arrives_whole(TrafficStyle style)
    {
        int seed = Random.Shared.Next();
        using TrafficPair pair = TrafficPair.Connect(readBufferSize: 64 * 1024);
        using TrafficEnd client = new(pair.Client, Total, seed);
        using TrafficEnd server = new(pair.Server, Total, seed + 1);
        try
        {
            await Task.WhenAll(client.RunAsync(style), server.RunAsync(style)).WaitAsync(TimeSpan.FromSeconds(60));
        }
        catch (Exception e)
        {
            Assert.Fail($"seed {seed}: {client.Received} and {server.Received} of {Total} bytes came: {e}");
        }
        Assert.True(client.SentHash == server.ReceivedHash, $"seed {seed}: what the server received is not what the client sent");
        Assert.True(server.SentHash == client.ReceivedHash, $"seed {seed}: what the client received is not what the server sent");
    }
}
