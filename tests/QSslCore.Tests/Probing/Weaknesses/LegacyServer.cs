using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using QSslCore.Probing.Catalog;
using QSslCore.Probing.Messages;
using QSslCore.Tests.Support;

namespace QSslCore.Tests.Probing.Weaknesses;

/// <summary>
/// The first flight of servers that no library is any more: SSL 2.0 and SSL 3.0, and suites with RC4, NULL, export keys or without a
/// certificate, byte for byte by the specifications. It never finishes a handshake.
/// </summary>
internal sealed class LegacyServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly IReadOnlyDictionary<int, int[]> _suites;
    private readonly byte[] _certificate = TestPki.ServerRsa.Certificate.ToDer();
    private readonly Task _accepting;

    /// <param name="suites">The suites of each version.</param>
    public LegacyServer(IReadOnlyDictionary<int, int[]> suites)
    {
        _suites = suites;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The prime of Diffie-Hellman; of 1024 bits, and well known, unless told.</summary>
    public byte[] Prime { get; init; } = Convert.FromHexString(
        "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD"
        + "EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED"
        + "EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE65381FFFFFFFFFFFFFFFF");

    public void Dispose()
    {
        _end.Cancel();
        _listener.Stop();
        _accepting.Wait();
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        List<Task> served = [];
        try
        {
            while (true)
                served.Add(ServeAsync(await _listener.AcceptSocketAsync(_end.Token)));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(served);
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        byte[] buffer = new byte[16 << 10];
        int count = 0, more;
        await using TcpLine line = new(socket);
        try
        {
            do
            {
                more = await line.ReceiveAsync(buffer.AsMemory(count), _end.Token);
                count += more;
            }
            while (more > 0 && !IsWhole(buffer.AsSpan(0, count)));
            await line.SendAsync(Answer(buffer[..count]), _end.Token);
            while (more > 0)
                more = await line.ReceiveAsync(buffer, _end.Token);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // The client is gone, or the test is over.
        }
    }

    private static bool IsWhole(ReadOnlySpan<byte> hello) => hello switch
    {
        [>= 0x80, byte low, ..] => hello.Length >= 2 + ((hello[0] & 0x7F) << 8 | low),
        [22, _, _, byte high, byte low, ..] => hello.Length >= 5 + (high << 8 | low),
        _ => false,
    };

    private byte[] Answer(byte[] hello)
    {
        if (hello is [>= 0x80, ..])
            return _suites.TryGetValue(TlsVersion.Ssl2, out int[]? old) ? Ssl2Hello(old) : [];
        ReceivedHello read = ReceivedHello.Read(hello[5..]);
        int version = _suites.Keys.Where(v => v >= TlsVersion.Ssl3 && v <= read.Version).DefaultIfEmpty().Max();
        int code = version == 0 ? 0 : _suites[version].FirstOrDefault(read.Suites.Contains);
        if (code == 0 || TlsSuite.Find(code) is not { } suite)
            return TlsRecord.Write(TlsRecord.Alert, TlsVersion.Ssl3, [2, (byte)(version == 0 ? 70 : 40)]);
        byte[] flight =
        [
            .. Message(2, [.. Word(version), .. RandomNumberGenerator.GetBytes(32), 0, .. Word(code), 0]),
            .. suite.IsAnonymous ? [] : Message(11, Counted24(Counted24(_certificate))),
            .. KeyExchange(suite, version),
            .. Message(14, []),
        ];
        return TlsRecord.Write(TlsRecord.Handshake, version, flight);
    }

    private byte[] KeyExchange(TlsSuite suite, int version)
    {
        byte[] signature = suite.IsAnonymous ? []
            : [.. version >= TlsVersion.Tls12 ? (byte[])[4, 1] : [], .. Counted(RandomNumberGenerator.GetBytes(256))];
        if (suite.IsFiniteField || suite.KeyExchange == "DH")
        {
            byte[] share = RandomNumberGenerator.GetBytes(Prime.Length - 1);
            return Message(12, [.. Counted(Prime), .. Counted([2]), .. Counted(share), .. signature]);
        }
        // An RSA key for export is shorter than that of the certificate.
        return suite.KeyExchange == "RSA" && suite.IsExport
            ? Message(12, [.. Counted(RandomNumberGenerator.GetBytes(64)), .. Counted([1, 0, 1]), .. signature])
            : [];
    }

    private byte[] Ssl2Hello(int[] suites)
    {
        byte[] specs = [.. suites.SelectMany(s => (byte[])[(byte)(s >> 16), (byte)(s >> 8), (byte)s])];
        byte[] id = RandomNumberGenerator.GetBytes(16);
        byte[] message =
        [
            4, 0, 1, 0, 2, (byte)(_certificate.Length >> 8), (byte)_certificate.Length, (byte)(specs.Length >> 8), (byte)specs.Length, 0,
            (byte)id.Length, .. _certificate, .. specs, .. id,
        ];
        return [(byte)(0x80 | message.Length >> 8), (byte)message.Length, .. message];
    }

    private static byte[] Word(int value) => [(byte)(value >> 8), (byte)value];

    private static byte[] Message(byte type, byte[] body) => [type, .. Counted24(body)];

    private static byte[] Counted24(byte[] body) => [(byte)(body.Length >> 16), (byte)(body.Length >> 8), (byte)body.Length, .. body];

    private static byte[] Counted(byte[] body) => [(byte)(body.Length >> 8), (byte)body.Length, .. body];
}
