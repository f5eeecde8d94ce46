using System.Net;
using System.Net.Sockets;

namespace QSslCore.Tests.Support;

/// <summary>A port on loopback that forwards to another one. The answers arrive with a delay.</summary>
internal sealed class DelayingRelay : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Task _serving;

    public DelayingRelay(int port, TimeSpan delay)
    {
        _listener.Start();
        _serving = ServeAsync(port, delay);
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

    private async Task ServeAsync(int port, TimeSpan delay)
    {
        List<Task> pairs = [];
        try
        {
            while (true)
                pairs.Add(JoinAsync(await _listener.AcceptTcpClientAsync(_end.Token), port, delay));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(pairs);
        }
    }

    private async Task JoinAsync(TcpClient client, int port, TimeSpan delay)
    {
        using (client)
        using (TcpClient server = new())
        {
            try
            {
                client.NoDelay = server.NoDelay = true;
                await server.ConnectAsync(IPAddress.Loopback, port, _end.Token);
                await Task.WhenAny(CopyAsync(client, server, TimeSpan.Zero), CopyAsync(server, client, delay));
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException)
            {
                // The test or the server has ended.
            }
        }
    }

    private async Task CopyAsync(TcpClient from, TcpClient to, TimeSpan delay)
    {
        byte[] buffer = new byte[16 * 1024];
        try
        {
            while (await from.GetStream().ReadAsync(buffer, _end.Token) is > 0 and int count)
            {
                if (delay > TimeSpan.Zero)
                    await Task.Delay(delay, _end.Token);
                await to.GetStream().WriteAsync(buffer.AsMemory(0, count), _end.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            // One of the two sides has closed the connection.
        }
    }
}
