using System.Net.Security;
using System.Net.Sockets;

namespace QSslBench.Clients;

/// <summary>.NET's SslStream, awaited.</summary>
internal sealed class SslStreamAsyncClient(Target target) : IClient
{
    private readonly List<SslStream> _held = [];
    private readonly byte[] _buffer = new byte[Target.ChunkSize];
    private SslStream? _data;

    public void Handshake(long count) => Task.Run(async () =>
    {
        while (count-- > 0)
            await (await OpenAsync()).DisposeAsync();
    }).Wait();

    public void Down(long bytes) => Task.Run(async () =>
    {
        SslStream stream = _data ??= await OpenAsync();
        await stream.WriteAsync(Target.Request('d', bytes));
        while (bytes > 0)
        {
            int n = await stream.ReadAsync(_buffer);
            bytes -= n > 0 ? n : throw new EndOfStreamException();
        }
    }).Wait();

    public void Up(long bytes) => Task.Run(async () =>
    {
        SslStream stream = _data ??= await OpenAsync();
        await stream.WriteAsync(Target.Request('u', bytes));
        for (; bytes > 0; bytes -= Target.ChunkSize)
            await stream.WriteAsync(_buffer.AsMemory(0, (int)Math.Min(bytes, Target.ChunkSize)));
        await stream.ReadExactlyAsync(_buffer.AsMemory(0, 1));
    }).Wait();

    public void PingPong(long count) => Task.Run(async () => await PingPongAsync(_data ??= await OpenAsync(), count)).Wait();

    public void Hold(long count) => Task.Run(async () =>
    {
        while (count-- > 0)
        {
            SslStream stream = await OpenAsync();
            await PingPongAsync(stream, 1);
            _held.Add(stream);
        }
    }).Wait();

    private async Task<SslStream> OpenAsync()
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(Target.Address, target.Port);
        SslStream stream = new(new NetworkStream(socket, ownsSocket: true));
        await stream.AuthenticateAsClientAsync(target.Options);
        return stream;
    }

    private static async Task PingPongAsync(SslStream stream, long count)
    {
        byte[] one = new byte[1];
        await stream.WriteAsync(Target.Request('p', count));
        while (count-- > 0)
        {
            await stream.WriteAsync(one);
            await stream.ReadExactlyAsync(one);
        }
    }
}
