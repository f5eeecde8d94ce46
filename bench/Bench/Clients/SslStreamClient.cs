using System.Net.Security;
using System.Net.Sockets;

namespace QSslBench.Clients;

/// <summary>.NET's SslStream, with its blocking calls.</summary>
internal sealed class SslStreamClient(Target target) : IClient
{
    private readonly List<SslStream> _held = [];
    private readonly byte[] _buffer = new byte[Target.ChunkSize];
    private SslStream? _data;

    private SslStream Data => _data ??= Open();

    public void Handshake(long count)
    {
        while (count-- > 0)
            Open().Dispose();
    }

    public void Down(long bytes)
    {
        Data.Write(Target.Request('d', bytes));
        while (bytes > 0)
        {
            int n = Data.Read(_buffer);
            bytes -= n > 0 ? n : throw new EndOfStreamException();
        }
    }

    public void Up(long bytes)
    {
        Data.Write(Target.Request('u', bytes));
        for (; bytes > 0; bytes -= Target.ChunkSize)
            Data.Write(_buffer.AsSpan(0, (int)Math.Min(bytes, Target.ChunkSize)));
        Data.ReadExactly(_buffer.AsSpan(0, 1));
    }

    public void PingPong(long count) => PingPong(Data, count);

    public void Hold(long count)
    {
        while (count-- > 0)
        {
            SslStream stream = Open();
            PingPong(stream, 1);
            _held.Add(stream);
        }
    }

    private SslStream Open()
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Connect(Target.Address, target.Port);
        SslStream stream = new(new NetworkStream(socket, ownsSocket: true));
        stream.AuthenticateAsClient(target.Options);
        return stream;
    }

    private static void PingPong(SslStream stream, long count)
    {
        Span<byte> one = stackalloc byte[1];
        stream.Write(Target.Request('p', count));
        while (count-- > 0)
        {
            stream.Write(one);
            stream.ReadExactly(one);
        }
    }
}
