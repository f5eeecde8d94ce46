using System.Net.Security;
using System.Net.Sockets;

namespace QSslBench.Clients;

/// <summary>.NET's SslStream, many connections at once, awaited.</summary>
internal sealed class SslStreamCrowdClient(Target target) : IWork
{
    private readonly List<(SslStream Stream, byte[] Room)> _crowd = [];

    public void Do(string row, long amount) => (row switch
    {
        "hosts" => Crowd.EachAsync(amount, async () => (await OpenAsync()).Dispose()),
        "many-down" => ManyAsync(one => DownAsync(one, amount / Crowd.Size)),
        "many-up" => ManyAsync(one => UpAsync(one, amount / Crowd.Size)),
        "resume" => ResumeAsync(amount),
        _ => throw new ArgumentException($"unknown row {row}"),
    }).GetAwaiter().GetResult();

    private async Task ManyAsync(Func<(SslStream Stream, byte[] Room), Task> work)
    {
        while (_crowd.Count < Crowd.Size)
            _crowd.Add((await OpenAsync(), new byte[Target.ChunkSize]));
        await Task.WhenAll(_crowd.Select(work));
    }

    private static async Task DownAsync((SslStream Stream, byte[] Room) one, long bytes)
    {
        await one.Stream.WriteAsync(Target.Request('d', bytes));
        while (bytes > 0)
        {
            int n = await one.Stream.ReadAsync(one.Room);
            bytes -= n > 0 ? n : throw new EndOfStreamException();
        }
    }

    private static async Task UpAsync((SslStream Stream, byte[] Room) one, long bytes)
    {
        await one.Stream.WriteAsync(Target.Request('u', bytes));
        for (; bytes > 0; bytes -= one.Room.Length)
            await one.Stream.WriteAsync(one.Room.AsMemory(0, (int)Math.Min(bytes, one.Room.Length)));
        await one.Stream.ReadExactlyAsync(one.Room.AsMemory(0, 1));
    }

    private async Task ResumeAsync(long count)
    {
        // .NET keeps the sessions, and does not tell whether one was resumed.
        target.Options.AllowTlsResume = true;
        byte[] request = [.. Target.Request('p', 1), (byte)'x'], room = new byte[1];
        while (count-- > 0)
        {
            await using SslStream stream = await OpenAsync();
            await stream.WriteAsync(request);
            await stream.ReadExactlyAsync(room);
        }
    }

    private async Task<SslStream> OpenAsync()
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(Target.Address, target.Port);
        SslStream stream = new(new NetworkStream(socket, ownsSocket: true));
        await stream.AuthenticateAsClientAsync(target.Options);
        return stream;
    }
}
