using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace QSslCore.Tests.Probing.Weaknesses;

/// <summary>A port of loopback that leads to another one, and cuts what the server says.</summary>
internal sealed class CuttingRelay : IDisposable
{
    private const int HeaderLength = 5;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Task _serving;

    /// <param name="port">The server.</param>
    /// <param name="plan">What to do with a connection, by its number from 0.</param>
    public CuttingRelay(int port, Func<int, RelayPlan> plan)
    {
        _listener.Start();
        _serving = ServeAsync(port, plan);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void Dispose()
    {
        // The listener goes last: to accept with one that has stopped is a misuse.
        _end.Cancel();
        _serving.Wait(TimeSpan.FromSeconds(10));
        _listener.Dispose();
        _end.Dispose();
    }

    private async Task ServeAsync(int port, Func<int, RelayPlan> plan)
    {
        List<Task> pairs = [];
        try
        {
            for (int number = 0; ; number++)
                pairs.Add(JoinAsync(await _listener.AcceptTcpClientAsync(_end.Token), port, plan(number)));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(pairs);
        }
    }

    private async Task JoinAsync(TcpClient client, int port, RelayPlan plan)
    {
        using (client)
        using (TcpClient server = new())
        {
            try
            {
                client.NoDelay = server.NoDelay = true;
                await server.ConnectAsync(IPAddress.Loopback, port, _end.Token);
                await Task.WhenAny(ToServerAsync(client, server), ToClientAsync(server, client, plan));
            }
            catch (Exception e) when (e is OperationCanceledException or IOException or SocketException)
            {
                // One of both has hung up, or the test is over.
            }
            if (plan.IsReset)
                client.LingerState = new(true, 0);
        }
    }

    private async Task ToServerAsync(TcpClient client, TcpClient server)
    {
        try
        {
            await client.GetStream().CopyToAsync(server.GetStream(), _end.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            // One of both has hung up, or the test is over.
        }
    }

    private async Task ToClientAsync(TcpClient server, TcpClient client, RelayPlan plan)
    {
        try
        {
            byte[] header = new byte[HeaderLength];
            for (int passed = 0; passed < plan.Records || plan.HasHalf; passed++)
            {
                await server.GetStream().ReadExactlyAsync(header, _end.Token);
                byte[] record = new byte[HeaderLength + BinaryPrimitives.ReadUInt16BigEndian(header.AsSpan(3))];
                header.CopyTo(record, 0);
                await server.GetStream().ReadExactlyAsync(record.AsMemory(HeaderLength), _end.Token);
                int length = passed < plan.Records ? record.Length : record.Length / 2;
                await SendAsync(client, record.AsMemory(0, length), plan.ByteDelay);
                if (length < record.Length)
                    return;
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            // One of both has hung up, or the test is over.
        }
    }

    private async Task SendAsync(TcpClient client, ReadOnlyMemory<byte> data, TimeSpan delay)
    {
        int piece = delay > TimeSpan.Zero ? 1 : data.Length;
        for (int at = 0; at < data.Length; at += piece)
        {
            if (delay > TimeSpan.Zero)
                await Task.Delay(delay, _end.Token);
            await client.GetStream().WriteAsync(data.Slice(at, piece), _end.Token);
        }
    }
}
