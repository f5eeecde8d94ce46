using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;

namespace QSslCore.Tests.Support;

/// <summary>A small server of HTTP on loopback: one request a connection. It does not use the system's server, which under Wine may hold a
/// request back and not end.</summary>
internal sealed class WebServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Func<string, byte[], byte[]?> _answer;
    private readonly Thread _accepting;

    /// <param name="answer">Returns the answer to a path and a body: empty for 404, null for none before this object ends.</param>
    public WebServer(Func<string, byte[], byte[]?> answer)
    {
        _answer = answer;
        _listener.Start();
        _accepting = new(Accept) { IsBackground = true };
        _accepting.Start();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Ends what is open, and does not wait for it: an answer may be what disposes of this object.</summary>
    public void Dispose()
    {
        _end.Cancel();
        _listener.Stop();
        _accepting.Join();
    }

    private void Accept()
    {
        try
        {
            while (true)
                _ = ServeAsync(_listener.AcceptTcpClient(), _end.Token);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // This object has ended.
        }
    }

    private async Task ServeAsync(TcpClient client, CancellationToken end)
    {
        // What a test answers may take its time, and must not keep the next client from being accepted.
        await Task.Yield();
        using (client)
        {
            try
            {
                NetworkStream stream = client.GetStream();
                (string path, byte[] body) = await ReadAsync(stream, end);
                if (_answer(path, body) is { } answer)
                {
                    string status = answer.Length > 0 ? "200 OK" : "404 Not Found";
                    byte[] head = Encoding.ASCII.GetBytes(
                        $"HTTP/1.1 {status}\r\nContent-Length: {answer.Length}\r\nConnection: close\r\n\r\n");
                    await stream.WriteAsync((byte[])[.. head, .. answer], end);
                }
                else
                {
                    await Task.Delay(Timeout.Infinite, end);
                }
            }
            catch (Exception e) when (e is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
            {
                // The other side or the test has ended.
            }
        }
    }

    private static async Task<(string Path, byte[] Body)> ReadAsync(NetworkStream stream, CancellationToken end)
    {
        List<byte> head = [];
        byte[] one = new byte[1];
        while (!TailOf(head).SequenceEqual("\r\n\r\n"u8))
        {
            await stream.ReadExactlyAsync(one, end);
            head.Add(one[0]);
        }
        string[] lines = Encoding.ASCII.GetString([.. head]).Split("\r\n");
        const string Length = "Content-Length:";
        string length = Array.Find(lines, line => line.StartsWith(Length, StringComparison.OrdinalIgnoreCase))?[Length.Length..] ?? "0";
        byte[] body = new byte[int.Parse(length, CultureInfo.InvariantCulture)];
        await stream.ReadExactlyAsync(body, end);
        return (lines[0].Split(' ')[1], body);
    }

    private static ReadOnlySpan<byte> TailOf(List<byte> bytes) =>
        CollectionsMarshal.AsSpan(bytes)[Math.Max(0, bytes.Count - 4)..];
}
