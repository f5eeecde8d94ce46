using QSslCore.Tests.Support;
using QSslCore.Tests.Tls;
using QSslCore.Tls;

namespace QSslCore.Tests.Backends;

/// <summary>An alert is told if it leaves, and leaves if it is told, from the first byte on.</summary>
public sealed class EarlyAlertTests
{
    private static readonly Dictionary<string, byte[]> s_openings = new()
    {
        ["a hello cut short"] = [22, 3, 1, 0, 6, 1, 0, 0, 2, 3, 3],
        ["a hello of nothing"] = [22, 3, 1, 0, 4, 1, 0, 0, 0],
        ["a server's hello"] = [22, 3, 3, 0, 6, 2, 0, 0, 2, 3, 3],
        ["a finished"] = [22, 3, 3, 0, 8, 20, 0, 0, 4, 1, 2, 3, 4],
        ["data"] = [23, 3, 3, 0, 3, 1, 2, 3],
        ["an empty handshake"] = [22, 3, 1, 0, 0],
        ["a message too long"] = [22, 3, 1, 0, 4, 1, 0xFF, 0xFF, 0xFF],
        ["a record too long"] = [22, 3, 1, 0xFF, 0xFF, 1, 0, 0, 0],
        ["change cipher spec"] = [20, 3, 3, 0, 1, 2],
        ["old version"] = [22, 3, 0, 0, 45, 1, 0, 0, 41, 2, 0, .. new byte[32], 0, 0, 2, 0x13, 1, 1, 0],
        ["no version in common"] = [22, 3, 1, 0, 45, 1, 0, 0, 41, 3, 1, .. new byte[32], 0, 0, 2, 0xC0, 0x2F, 1, 0],
        ["plain text"] = [.. "GET / HTTP/1.0\r\n\r\n"u8],
        ["other plain text"] = [.. "EHLO there and everywhere\r\n"u8],
    };

    public static TheoryData<string, string> Cases =>
        new MatrixTheoryData<string, string>(BackendPairs.With(SupportedFeature.Alerts), [.. s_openings.Keys]);

    [Theory, MemberData(nameof(Cases))]
    public void What_is_told_is_what_left(string backend, string opening)
    {
        using Link link = BackendPairs.Join(backend, backend, SslProtocol.SecureProtocols);
        link.ServerTransport.Inject(s_openings[opening]);
        link.ServerTransport.Ended = true;
        TlsEngineStatus end = Link.Until(link.Server.Handshake);
        Assert.NotEqual(TlsEngineStatus.Complete, end);
        link.Server.Flush();
        List<byte> told = [];
        while (link.Server.TakeAlert() is { } alert)
        {
            Assert.False(alert.IsFromPeer);
            told.Add((byte)alert.Type);
        }
        byte[] sent = [.. link.ServerTransport.Sent];
        List<byte> left = [];
        for (int at = 0; at < sent.Length; at += 7)
        {
            Assert.Equal([21, sent[at + 1], sent[at + 2], 0, 2, 2], sent[at..(at + 6)]);
            left.Add(sent[at + 6]);
        }
        Assert.Equal(left, told);
        bool isPlain = opening.Contains("plain", StringComparison.Ordinal);
        Assert.True(isPlain ? left.Count == 0 : left.Count == 1 || end == TlsEngineStatus.Truncated || backend == "openssl",
            $"{opening}: {end}, {left.Count} alerts");
        if (end == TlsEngineStatus.Failed && link.Server.Failure!.Alert is { } stated)
            Assert.Equal((byte)stated, Assert.Single(left));
    }
}
