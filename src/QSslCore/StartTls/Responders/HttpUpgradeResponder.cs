using System.Text;

namespace QSslCore.StartTls;

/// <summary>HTTP: answers a request with an upgrade to TLS.</summary>
internal sealed class HttpUpgradeResponder(StartTlsFault fault) : StartTlsResponder(fault)
{
    protected override int Hear(ReadOnlySpan<byte> input)
    {
        int end = input.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            if (input[0] < 0x20)
                Reject("the client does not speak HTTP");
            return 0;
        }
        string request = Encoding.Latin1.GetString(input[..end]);
        Note(Peer, request);
        byte[] plain = Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        if (request.Contains("Upgrade: TLS/", StringComparison.OrdinalIgnoreCase))
        {
            Answer(
                "101", "HTTP/1.1 101 Switching Protocols\r\nUpgrade: TLS/1.0, HTTP/1.1\r\nConnection: Upgrade\r\n\r\n"u8,
                "HTTP/1.1 503 not now\r\nContent-Length: 0\r\n\r\n"u8, plain);
        }
        else
        {
            Send(plain, "200");
        }
        return end + 4;
    }
}
