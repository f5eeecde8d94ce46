using System.Net;
using System.Net.Sockets;

namespace QSslCore.Tests.Support;

/// <summary>
/// A port of loopback that leads to a TLS 1.3 server which closes directly after its handshake, as Windows shows such a server to a client
/// that has already said good-bye: the connection is reset, and what the server has said after the handshake is lost with it.
/// </summary>
internal sealed class CuttingRelay : IDisposable
{
    private const byte Handshake = 22;

    /// <summary>Level, kind, the type of the record and the tag, behind the head of the record. No message of a handshake is as
    /// short.</summary>
    private const int SealedAlertLength = 5 + 2 + 1 + 16;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Task _serving;
    private int _connections;

    /// <param name="port">The server.</param>
    /// <param name="isAlways">Every connection is cut, and not only the first one.</param>
    public CuttingRelay(int port, bool isAlways)
    {
        _listener.Start();
        _serving = ServeAsync(port, isAlways);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public int Connections => Volatile.Read(ref _connections);

    public void Dispose()
    {
        // The listener goes last: to accept with one that has stopped is a misuse.
        _end.Cancel();
        _serving.Wait(TimeSpan.FromSeconds(10));
        _listener.Dispose();
        _end.Dispose();
    }

    private async Task ServeAsync(int port, bool isAlways)
    {
        List<Task> pairs = [];
        try
        {
            while (true)
            {
                TcpClient client = await _listener.AcceptTcpClientAsync(_end.Token);
                bool isFirst = Interlocked.Increment(ref _connections) == 1;
                pairs.Add(JoinAsync(client, port, cuts: isFirst || isAlways, awaitsGoodBye: isFirst));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(pairs);
        }
    }

    private async Task JoinAsync(TcpClient client, int port, bool cuts, bool awaitsGoodBye)
    {
        using (client)
        using (TcpClient server = new())
        {
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, port, _end.Token);
                NetworkStream near = client.GetStream(), far = server.GetStream();
                if (cuts)
                    await CutAsync(near, far, awaitsGoodBye);
                else
                    await Task.WhenAny(near.CopyToAsync(far, _end.Token), far.CopyToAsync(near, _end.Token));
                // What is closed with this set is reset.
                client.LingerState = new(cuts, 0);
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or IOException or ObjectDisposedException)
            {
                // One of both has hung up, or the test is over.
            }
        }
    }

    /// <summary>Passes on the handshake, and nothing that the server says after it, up to that or to the client's good-bye.</summary>
    private async Task CutAsync(NetworkStream near, NetworkStream far, bool awaitsGoodBye)
    {
        bool isAnswered = false;
        Task answer = PassAsync(far, near, _ => !Volatile.Read(ref isAnswered));
        Task question = PassAsync(near, far, record =>
        {
            // The client answers the whole flight of the server, which has passed by then.
            Volatile.Write(ref isAnswered, record[0] != Handshake);
            return record.Length != SealedAlertLength;
        });
        await (awaitsGoodBye ? question : answer);
        far.Close();
        await Task.WhenAny(question, answer);
    }

    /// <summary>Passes records on, up to one that may not pass.</summary>
    private async Task PassAsync(NetworkStream from, NetworkStream to, Func<byte[], bool> mayPass)
    {
        try
        {
            while (await ReadRecordAsync(from) is { } record && mayPass(record))
                await to.WriteAsync(record, _end.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // The connection has ended.
        }
    }

    private async Task<byte[]> ReadRecordAsync(NetworkStream from)
    {
        byte[] head = new byte[5];
        await from.ReadExactlyAsync(head, _end.Token);
        byte[] record = new byte[5 + ((head[3] << 8) | head[4])];
        head.CopyTo(record, 0);
        await from.ReadExactlyAsync(record.AsMemory(5), _end.Token);
        return record;
    }
}
