using QSslCore.Tests.Support;
using QSslCore.Tests.Tls;
using QSslCore.Tls;

namespace QSslCore.Tests.Backends;

/// <summary>
/// A peer that sends without end what is for the TLS library alone, and takes no answer: every backend, in both roles, ends it or bears it,
/// and what it would answer does not pile up.
/// </summary>
public sealed class FloodContractTests
{
    private const int Count = 6_000;

    /// <summary>As many that each wants an answer are more than may be pending.</summary>
    private const int CountOfQuestions = 20_000;

    /// <summary>More than an engine gathers before it turns to the transport, and less than a flood of questions is worth.</summary>
    private const int MostPending = 512 * 1024;

    /// <summary>What the flooding peer's system takes before it blocks.</summary>
    private const int Window = 20_000;

    private static readonly byte[] s_ticket = [4, 0, 0, 14, 0, 0, 28, 32, 1, 2, 3, 4, 0, 0, 1, 7, 0, 0];

    public static TheoryData<string, string, bool> Floods => new MatrixTheoryData<string, string, bool>(
        ["keys", "keys that ask for keys", "tickets", "nothing", "warnings", "change of ciphers"], [.. BackendPairs.WithTls],
            [false, true]);

    public static TheoryData<string, string, bool> OlderFloods => new MatrixTheoryData<string, string, bool>(
        ["renegotiations", "no renegotiation", "nothing", "warnings", "change of ciphers"], [.. BackendPairs.WithTls], [false, true]);

    [Theory, MemberData(nameof(Floods))]
    public void A_flood_of_TLS_1_3_is_borne_or_ended(string kind, string backend, bool isServer)
    {
        Needs.OpenSsl();
        KeptKeys keys = new();
        using Link link = Join(backend, isServer, SslProtocol.TlsV1_3, "TLS_AES_128_GCM_SHA256", keys);
        (TlsEngine speaker, MemoryTransport from) = isServer ? (link.Client, link.ClientTransport) : (link.Server, link.ServerTransport);
        using RecordForge forge = new(keys[isServer ? "CLIENT_TRAFFIC_SECRET_0" : "SERVER_TRAFFIC_SECRET_0"], from.Sent);
        Flood(link, isServer, kind, () => kind switch
        {
            "keys" => forge.UpdateKey(asksForOne: false),
            "keys that ask for keys" => forge.UpdateKey(asksForOne: true),
            "tickets" => forge.Seal(RecordForge.Handshake, s_ticket),
            "nothing" => forge.Seal(RecordForge.Data, []),
            "warnings" => forge.Seal(RecordForge.Alert, [1, (byte)AlertType.UserCancelled]),
            _ => [20, 3, 3, 0, 1, 1],
        });
    }

    [Theory, MemberData(nameof(OlderFloods))]
    public void A_flood_of_TLS_1_2_is_borne_or_ended(string kind, string backend, bool isServer)
    {
        Needs.OpenSsl();
        KeptKeys keys = new();
        using Link link = Join(backend, isServer, SslProtocol.TlsV1_2, $"ECDHE-{TestKeys.SuiteName}-AES128-GCM-SHA256", keys);
        using OlderRecordForge forge = new(keys["CLIENT_RANDOM"], link.ClientTransport.Sent, link.ServerTransport.Sent, !isServer);
        // A client begins anew with its hello; a server asks its client to.
        byte[] again = isServer ? OlderRecordForge.FirstMessage(link.ClientTransport.Sent) : [0, 0, 0, 0];
        Flood(link, isServer, kind, () => kind switch
        {
            "renegotiations" => forge.Seal(RecordForge.Handshake, again),
            "no renegotiation" => forge.Seal(RecordForge.Alert, [1, (byte)AlertType.NoRenegotiation]),
            "nothing" => forge.Seal(RecordForge.Data, []),
            "warnings" => forge.Seal(RecordForge.Alert, [1, (byte)AlertType.UserCancelled]),
            _ => forge.Seal(20, [1]),
        });
    }

    /// <summary>The first request begins a handshake, and the others come instead of an answer.</summary>
    [Fact]
    public void A_flood_of_requests_to_renegotiate_is_borne_where_it_is_allowed()
    {
        Needs.OpenSsl();
        KeptKeys keys = new();
        using Link link = Join("openssl", false, SslProtocol.TlsV1_2, $"ECDHE-{TestKeys.SuiteName}-AES128-GCM-SHA256", keys,
            c => c.AllowRenegotiation = true);
        using OlderRecordForge forge = new(keys["CLIENT_RANDOM"], link.ClientTransport.Sent, link.ServerTransport.Sent, isServer: true);
        Flood(link, false, "renegotiations", () => forge.Seal(RecordForge.Handshake, [0, 0, 0, 0]));
        Assert.True(link.Client.IsRenegotiating);
    }

    private static Link Join(string backend, bool isServer, SslProtocol protocol, string suite, KeptKeys keys,
        Action<QSslConfiguration>? configureClient = null)
    {
        Link link = isServer
            ? BackendPairs.Join("openssl", backend, protocol, configureClient: Log, window: Window, questions: keys)
            : BackendPairs.Join(
                backend, "openssl", protocol, configureClient: configureClient, configureServer: Log, window: Window, questions: keys);
        link.Handshake();
        Link.Pump(isServer ? link.Client : link.Server, isServer ? link.Server : link.Client, [1]);
        return link;

        void Log(QSslConfiguration configuration)
        {
            configuration.Ciphers = [new QSslCipher(suite)];
            configuration.KeyLogCallback = _ => { };
        }
    }

    private static void Flood(Link link, bool isServer, string kind, Func<byte[]> next)
    {
        (TlsEngine victim, MemoryTransport transport) = isServer
            ? (link.Server, link.ServerTransport)
            : (link.Client, link.ClientTransport);
        byte[] room = new byte[16 * 1024];
        TlsEngineStatus status = TlsEngineStatus.WantRead;
        int most = 0, flood = kind == "keys that ask for keys" ? CountOfQuestions : Count;
        for (int i = 0; i < flood && status != TlsEngineStatus.Failed; i++)
        {
            transport.Inject(next());
            if (i % 100 != 99)
                continue;
            status = victim.Read(room, out int count);
            Assert.Equal(0, count);
            most = Math.Max(most, victim.CiphertextPending);
        }
        Assert.True(status == TlsEngineStatus.Failed ? victim.Failure!.Reason.Length > 0 : IsBorne(kind), $"{status}");
        // What a library has kept to itself leaves with the next write.
        long before = victim.CiphertextSent + victim.CiphertextPending;
        if (status != TlsEngineStatus.Failed)
            victim.Write([1], out _);
        most = Math.Max(most, (int)(victim.CiphertextSent + victim.CiphertextPending - before));
        Assert.InRange(most, 0, MostPending);
    }

    /// <summary>What a peer may do as often as it likes; all else is an error, be it only for being too much.</summary>
    private static bool IsBorne(string kind) => kind is "keys" or "keys that ask for keys" or "tickets" or "renegotiations";
}
