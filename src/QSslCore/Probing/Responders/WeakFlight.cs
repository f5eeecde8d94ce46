using System.Security.Cryptography;
using QSslCore.Probing.Catalog;
using QSslCore.Probing.Messages;

namespace QSslCore.Probing.Responders;

/// <summary>Writes the messages of a weak server.</summary>
internal sealed class WeakFlight(WeakServer server, byte[] certificate)
{
    private const byte Deflate = 1;
    private const int PublicLength = 256;
    private const int ExportLength = 64;
    private const int MaxHeartbeat = 1 << 14;

    private static ReadOnlySpan<byte> Memory => "This is not the memory of a server. "u8;

    /// <summary>The answer to a hello in a record.</summary>
    /// <returns>The version, and the records; 0 and nothing where nothing is shared.</returns>
    public (int Version, byte[] Records) Answer(ReadOnlySpan<byte> payload)
    {
        WireReader reader = new(payload);
        bool isHello = reader.Byte() == (int)HandshakeType.ClientHello;
        reader = new(reader.Counted24());
        int offered = reader.Word();
        reader.Bytes(32);
        reader.Counted8();
        ReadOnlySpan<byte> suites = reader.Counted16(), methods = reader.Counted8();
        List<(int Type, byte[] Data)> extensions = [];
        if (!isHello || !reader.IsAtEnd && !ServerHello.ReadExtensions(reader.Counted16(), extensions) || reader.HasFailed)
            return default;
        int version = server.Suites.Keys.Where(v => v >= TlsVersion.Ssl3 && v <= offered).DefaultIfEmpty().Max();
        if (version == 0 || TlsSuite.Find(Choose(server.Suites[version], suites)) is not { } suite)
            return default;
        bool compresses = server.Compresses && methods.Contains(Deflate);
        List<byte> flight = [];
        Add(flight, HandshakeType.ServerHello, Hello(version, suite.Code, compresses, extensions, suites));
        if (!suite.IsAnonymous)
        {
            Add(flight, HandshakeType.Certificate, [.. Counted24([.. Counted24(certificate)])]);
        }
        if (KeyExchange(suite, version) is { Count: > 0 } exchange)
            Add(flight, HandshakeType.ServerKeyExchange, exchange);
        Add(flight, HandshakeType.ServerHelloDone, []);
        return (version, TlsRecord.Write(TlsRecord.Handshake, version, [.. flight]));
    }

    /// <summary>The SERVER-HELLO of SSL 2.0; empty where that is not spoken.</summary>
    public byte[] AnswerSsl2()
    {
        if (!server.Suites.TryGetValue(TlsVersion.Ssl2, out int[]? suites))
            return [];
        byte[] id = RandomNumberGenerator.GetBytes(16);
        List<byte> message = [4, 0, 1];
        message.Word(TlsVersion.Ssl2);
        message.Word(certificate.Length);
        message.Word(3 * suites.Length);
        message.Word(id.Length);
        message.AddRange(certificate);
        foreach (int suite in suites)
            message.Triple(suite);
        message.AddRange(id);
        return [(byte)(0x80 | message.Count >> 8), (byte)message.Count, .. message];
    }

    /// <summary>The answer to a heartbeat, as long as that claims to be.</summary>
    public static byte[] Heartbeat(ReadOnlySpan<byte> request)
    {
        int length = Math.Min(request[1] << 8 | request[2], MaxHeartbeat);
        byte[] answer = new byte[3 + length + 16];
        (answer[0], answer[1], answer[2]) = (2, (byte)(length >> 8), (byte)length);
        ReadOnlySpan<byte> own = request[3..Math.Min(request.Length, 3 + length)];
        own.CopyTo(answer.AsSpan(3));
        for (int i = own.Length; i < length; i++)
            answer[3 + i] = Memory[(i - own.Length) % Memory.Length];
        return answer;
    }

    private List<byte> Hello(int version, int suite, bool compresses, List<(int Type, byte[] Data)> offered, ReadOnlySpan<byte> suites)
    {
        List<byte> body = [], extensions = [];
        body.Word(version);
        body.AddRange(RandomNumberGenerator.GetBytes(32));
        body.Add(0);
        body.Word(suite);
        body.Add(compresses ? Deflate : (byte)0);
        bool Has(int type) => offered.Exists(e => e.Type == type);
        if (!server.LacksRenegotiationInfo && (Has(TlsExtensionType.RenegotiationInfo) || Contains(suites, 0x00FF)))
        {
            extensions.Word(TlsExtensionType.RenegotiationInfo);
            extensions.Counted16([0]);
        }
        if (server.HasHeartbleed && Has(TlsExtensionType.Heartbeat))
        {
            extensions.Word(TlsExtensionType.Heartbeat);
            extensions.Counted16([1]);
        }
        if (extensions.Count > 0)
            body.Counted16([.. extensions]);
        return body;
    }

    /// <summary>The parameters, with a signature of the right form: who verifies it refuses the server, as it deserves.</summary>
    private List<byte> KeyExchange(TlsSuite suite, int version)
    {
        List<byte> body = [];
        if (suite.IsFiniteField || suite.KeyExchange == "DH")
        {
            body.Counted16(server.Prime);
            body.Counted16([2]);
            body.Counted16(RandomNumberGenerator.GetBytes(server.Prime.Length - 1));
        }
        else if (suite.KeyExchange == "RSA" && suite.IsExport)
        {
            body.Counted16(RandomNumberGenerator.GetBytes(ExportLength));
            body.Counted16([1, 0, 1]);
        }
        if (body.Count == 0 || suite.IsAnonymous)
            return body;
        if (version >= TlsVersion.Tls12)
            body.Word(0x0401);
        body.Counted16(RandomNumberGenerator.GetBytes(PublicLength));
        return body;
    }

    private static int Choose(int[] own, ReadOnlySpan<byte> offered)
    {
        foreach (int suite in own)
        {
            if (Contains(offered, suite))
                return suite;
        }
        return -1;
    }

    private static bool Contains(ReadOnlySpan<byte> suites, int suite)
    {
        WireReader reader = new(suites);
        while (!reader.IsAtEnd)
        {
            if (reader.Word() == suite)
                return true;
        }
        return false;
    }

    private static void Add(List<byte> flight, HandshakeType type, List<byte> body)
    {
        flight.Add((byte)type);
        flight.AddRange(Counted24([.. body]));
    }

    private static List<byte> Counted24(byte[] data)
    {
        List<byte> counted = [];
        counted.Triple(data.Length);
        counted.AddRange(data);
        return counted;
    }
}
