using QSslCore;

namespace QSslBench.Clients;

/// <summary>QSslSocket, driven by its waits.</summary>
internal sealed class BlockingClient(Target target) : IClient
{
    private readonly List<QSslSocket> _held = [];
    private readonly byte[] _buffer = new byte[Target.ChunkSize];
    private QSslSocket? _data;

    private QSslSocket Data => _data ??= Open();

    public void Handshake(long count)
    {
        while (count-- > 0)
            Open().Dispose();
    }

    public void Down(long bytes)
    {
        Send(Data, Target.Request('d', bytes));
        while (bytes > 0)
            bytes -= Receive(Data, _buffer);
    }

    public void Up(long bytes)
    {
        Send(Data, Target.Request('u', bytes));
        for (; bytes > 0; bytes -= Target.ChunkSize)
            Send(Data, _buffer.AsSpan(0, (int)Math.Min(bytes, Target.ChunkSize)));
        Receive(Data, _buffer.AsSpan(0, 1));
    }

    public void PingPong(long count) => PingPong(Data, count);

    public void Hold(long count)
    {
        while (count-- > 0)
        {
            QSslSocket socket = Open();
            PingPong(socket, 1);
            _held.Add(socket);
        }
    }

    private QSslSocket Open()
    {
        QSslSocket socket = new() { SslConfiguration = target.Configuration };
        socket.ConnectToHostEncrypted(Target.Address, target.Port, Target.Name);
        return socket.WaitForEncrypted() ? socket : throw new IOException(socket.ErrorString);
    }

    private static void PingPong(QSslSocket socket, long count)
    {
        Span<byte> one = stackalloc byte[1];
        Send(socket, Target.Request('p', count));
        while (count-- > 0)
        {
            // It leaves with the wait for its answer.
            socket.Write(one);
            Receive(socket, one);
        }
    }

    private static void Send(QSslSocket socket, ReadOnlySpan<byte> bytes)
    {
        socket.Write(bytes);
        while (socket.BytesToWrite > 0)
        {
            if (!socket.WaitForBytesWritten())
                throw new IOException(socket.ErrorString);
        }
    }

    private static long Receive(QSslSocket socket, Span<byte> buffer)
    {
        while (true)
        {
            long n = socket.Read(buffer);
            if (n > 0)
                return n;
            if (!socket.WaitForReadyRead())
                throw new IOException(socket.ErrorString);
        }
    }
}
