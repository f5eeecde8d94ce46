using System.Net;
using System.Net.Sockets;
using QSslCore.Probing.Sessions;
using QSslCore.Probing.Surveys;

namespace QSslCore.Tests.Probing.Weaknesses;

/// <summary>A line over loopback.</summary>
internal sealed class TcpLine(Socket socket) : IProbeLine
{
    public static async Task<IProbeLine> ConnectAsync(int port, CancellationToken cancellation)
    {
        Socket socket = new(AddressFamily.InterNetwork, System.Net.Sockets.SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, port, cancellation);
        return new TcpLine(socket);
    }

    public async ValueTask SendAsync(ReadOnlyMemory<byte> data, CancellationToken cancellation)
    {
        try
        {
            while (!data.IsEmpty)
                data = data[await socket.SendAsync(data, cancellation)..];
        }
        catch (SocketException e)
        {
            throw new IOException(e.Message, e);
        }
    }

    public async ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellation)
    {
        try
        {
            return await socket.ReceiveAsync(buffer, cancellation);
        }
        catch (SocketException e)
        {
            throw new IOException(e.Message, e);
        }
    }

    public ValueTask DisposeAsync()
    {
        socket.Dispose();
        return ValueTask.CompletedTask;
    }
}
