using System.Text;
using QSslCore.Tests.Support;
using QSslCore.Tests.Tls;
using QSslCore.Tls;
using QSslCore.Tls.Platform;

namespace QSslCore.Tests.Backends;

/// <summary>A peer that is who it claims to be, and then writes what no library would: every backend, in both roles, ends it or bears it as
/// the others do.</summary>
public sealed class RecordContractTests
{
    private const int LongestRecord = 16 * 1024;

    public static TheoryData<string, bool> Victims => new MatrixTheoryData<string, bool>([.. BackendPairs.WithTls], [false, true]);

    [Theory, MemberData(nameof(Victims))]
    public void Records_without_data_are_borne_until_there_are_too_many(string backend, bool isServer)
    {
        using Meeting few = new(backend, isServer);
        few.Say([.. few.Forge.Seal(RecordForge.Data, []), .. few.Forge.Seal(RecordForge.Data, "one"u8),
            .. few.Forge.Seal(RecordForge.Data, []), .. few.Forge.Seal(RecordForge.Data, "two"u8, padding: 100)]);
        Assert.Equal((TlsEngineStatus.WantRead, "onetwo"), few.Hear());
        using Meeting many = new(backend, isServer);
        for (int i = 0; i < 5000; i++)
            many.Say(many.Forge.Seal(RecordForge.Data, []));
        Assert.Equal((TlsEngineStatus.Failed, ""), many.Hear());
        Assert.NotEmpty(many.Victim.Failure!.Reason);
        Assert.True(many.Transport.Waiting > 10_000, "it was not read to its end");
    }

    [Theory, MemberData(nameof(Victims))]
    public void Keys_change_as_often_as_the_peer_wants(string backend, bool isServer)
    {
        using Meeting meeting = new(backend, isServer);
        for (int i = 0; i < 20; i++)
        {
            meeting.Say([.. meeting.Forge.UpdateKey(asksForOne: i % 2 == 0), .. meeting.Forge.Seal(RecordForge.Data, [(byte)('a' + i)])]);
            Assert.Equal((TlsEngineStatus.WantRead, $"{(char)('a' + i)}"), meeting.Hear());
        }
        Assert.Equal(TlsEngineStatus.Complete, meeting.Victim.Write("answer"u8, out _));
        Assert.Equal(TlsEngineStatus.Complete, Link.Until(meeting.Victim.Flush));
    }

    [Theory, MemberData(nameof(Victims))]
    public void Nothing_is_read_behind_a_farewell(string backend, bool isServer)
    {
        using Meeting meeting = new(backend, isServer);
        meeting.Say([.. meeting.Forge.Seal(RecordForge.Data, "last"u8), .. meeting.Forge.Seal(RecordForge.Alert, [1, 0]),
            .. meeting.Forge.Seal(RecordForge.Data, "more"u8)]);
        Assert.Equal((TlsEngineStatus.Closed, "last"), meeting.Hear());
        Assert.Equal((TlsEngineStatus.Closed, ""), meeting.Hear());
        Assert.NotEqual(TlsEngineStatus.Failed, meeting.Victim.Shutdown());
    }

    [Theory, MemberData(nameof(Victims))]
    public void A_fatal_alert_is_the_end_and_is_named(string backend, bool isServer)
    {
        using Meeting meeting = new(backend, isServer);
        meeting.Say([.. meeting.Forge.Seal(RecordForge.Data, "last"u8),
            .. meeting.Forge.Seal(RecordForge.Alert, [2, (byte)AlertType.InternalError]),
            .. meeting.Forge.Seal(RecordForge.Data, "more"u8)]);
        (TlsEngineStatus status, string heard) = meeting.Hear();
        // What came just before the alert, .NET's TLS gives away when it is over OpenSSL 3.5 or newer.
        Assert.True(heard == "last" || (heard.Length == 0 && TlsBackendRegistry.Find(backend) is PlatformBackend), heard);
        Assert.Equal(TlsEngineStatus.Failed, status);
        Assert.Equal((AlertType.InternalError, true), (meeting.Victim.Failure!.Alert, meeting.Victim.Failure.AlertIsFromPeer));
        Assert.Equal(TlsEngineStatus.Failed, meeting.Victim.Write("x"u8, out _));
    }

    [Theory, MemberData(nameof(Victims))]
    public void The_longest_record_is_read_and_no_longer_one(string backend, bool isServer)
    {
        byte[] longest = Encoding.ASCII.GetBytes(new string('x', LongestRecord));
        using Meeting meeting = new(backend, isServer);
        meeting.Say(meeting.Forge.Seal(RecordForge.Data, longest));
        Assert.Equal((TlsEngineStatus.WantRead, Encoding.ASCII.GetString(longest)), meeting.Hear());
        meeting.Say(meeting.Forge.Seal(RecordForge.Data, [.. longest, .. "y"u8]));
        Assert.Equal((TlsEngineStatus.Failed, ""), meeting.Hear());
    }

    [Theory, MemberData(nameof(Victims))]
    public void What_is_no_message_of_this_moment_is_refused(string backend, bool isServer)
    {
        foreach ((byte type, byte[] content) in new (byte, byte[])[]
        {
            (0, []), (0, [0, 0, 0]), (99, "what"u8.ToArray()), (RecordForge.Alert, []), (RecordForge.Handshake, []),
            (RecordForge.Handshake, [24, 0, 0, 1, 2]), (RecordForge.Handshake, [24, 0, 0, 2, 0, 0]), (RecordForge.Handshake, [1, 0, 0, 0]),
            (RecordForge.Handshake, [2, 0, 0, 0]), (RecordForge.Handshake, [11, 0, 0, 4, 0, 0, 0, 0]),
                (RecordForge.Handshake, [13, 0, 0, 3, 0, 0, 0]),
            (RecordForge.Handshake, [20, 0, 0, 4, 1, 2, 3, 4]), (RecordForge.Handshake, [4, 0xFF, 0xFF, 0xFF, 1, 2, 3, 4]),
                (RecordForge.Handshake, [4, 0, 0, 1, 7]),
        })
        {
            using Meeting meeting = new(backend, isServer);
            meeting.Say([.. meeting.Forge.Seal(type, content), .. meeting.Forge.Seal(RecordForge.Data, "more"u8)]);
            (TlsEngineStatus status, string heard) = meeting.Hear();
            Assert.True((status, heard) == (TlsEngineStatus.Failed, ""), $"{type} {Convert.ToHexString(content)}: {status} '{heard}'");
            Assert.NotEmpty(meeting.Victim.Failure!.Reason);
        }
    }

    /// <summary>An engine and its peer after a handshake; from here on the peer is spoken for.</summary>
    private sealed class Meeting : IDisposable
    {
        private readonly Link _link;

        public Meeting(string backend, bool isServer)
        {
            Needs.OpenSsl();
            KeptKeys keys = new();
            _link = isServer
                ? BackendPairs.Join("openssl", backend, SslProtocol.TlsV1_3, configureClient: Log, questions: keys)
                : BackendPairs.Join(backend, "openssl", SslProtocol.TlsV1_3, configureServer: Log, questions: keys);
            _link.Handshake();
            (TlsEngine speaker, MemoryTransport from) = isServer
                ? (_link.Client, _link.ClientTransport)
                : (_link.Server, _link.ServerTransport);
            (Victim, Transport) = isServer ? (_link.Server, _link.ServerTransport) : (_link.Client, _link.ClientTransport);
            Link.Pump(speaker, Victim, [1]);
            Forge = new(keys[isServer ? "CLIENT_TRAFFIC_SECRET_0" : "SERVER_TRAFFIC_SECRET_0"], from.Sent);

            static void Log(QSslConfiguration configuration)
            {
                configuration.Ciphers = [new QSslCipher("TLS_AES_128_GCM_SHA256")];
                configuration.KeyLogCallback = _ => { };
            }
        }

        public TlsEngine Victim { get; }

        public MemoryTransport Transport { get; }

        public RecordForge Forge { get; }

        public void Say(ReadOnlySpan<byte> records) => Transport.Inject(records);

        /// <summary>Reads as long as something comes, and a few times more.</summary>
        public (TlsEngineStatus Status, string Text) Hear()
        {
            StringBuilder text = new();
            byte[] room = new byte[30_000];
            TlsEngineStatus status = TlsEngineStatus.WantRead;
            for (int i = 0; i < 1000 && status is TlsEngineStatus.Complete or TlsEngineStatus.WantRead; i++)
            {
                status = Victim.Read(room, out int count);
                text.Append(Encoding.Latin1.GetString(room, 0, count));
                if (status == TlsEngineStatus.WantRead && count == 0 && Transport.Waiting == 0)
                    break;
            }
            return (status, text.ToString());
        }

        public void Dispose()
        {
            Forge.Dispose();
            _link.Dispose();
        }
    }
}
