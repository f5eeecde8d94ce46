using System.Text;
using QSslCore.Sockets;
using QSslCore.Tests.Simulation;
using QSslCore.Tests.Tls;
using QSslCore.Tls;
using static QSslCore.Tests.Simulation.CarelessEngine;

namespace QSslCore.Tests.Backends;

/// <summary>What a backend does wrong, the gate stops: nothing of credentials or payload leaves, nothing is read, the connection
/// fails.</summary>
public sealed class GateTests
{
    private static readonly Dictionary<string, Func<CarelessEngine, TlsEngineStatus>> s_sins = new()
    {
        ["completes without asking"] = engine => Say(engine, TlsEngineStatus.Complete),
        ["asks without a peer"] = engine => Say(engine, TlsEngineStatus.NeedsVerdict),
        ["asks, and completes"] = engine => Say(engine, engine.AskAbout(TlsPeer.None), TlsEngineStatus.Complete),
        ["asks, and waits for more"] = engine => Say(engine, engine.AskAbout(TlsPeer.None), TlsEngineStatus.WantRead),
        ["asks twice at once"] = engine => Say(engine, engine.AskAbout(TlsPeer.None), engine.AskAbout(TlsPeer.None)),
        ["fails, and completes"] = engine => Say(engine, engine.GiveUp("no"), TlsEngineStatus.Complete),
        ["fails without a reason"] = engine => Say(engine, TlsEngineStatus.Failed),
    };

    private readonly (MemoryTransport Own, MemoryTransport Peer) _link = MemoryTransport.Pair();

    public static TheoryData<string> Sins => [.. s_sins.Keys];

    [Theory, MemberData(nameof(Sins))]
    public void A_client_that_breaks_the_rule_fails_and_has_said_nothing(string sin)
    {
        using CarelessEngine engine = Make(s_sins[sin]);
        Assert.Equal(TlsEngineStatus.Failed, engine.Handshake());
        AssertFailedAndSilent(engine);
    }

    /// <summary>It may have spoken before it is asked, as the protocol has it, but data does not move.</summary>
    [Theory, MemberData(nameof(Sins))]
    public void A_server_that_breaks_the_rule_fails(string sin)
    {
        using CarelessEngine engine = Make(s_sins[sin], SslMode.SslServerMode);
        Assert.Equal(TlsEngineStatus.Failed, engine.Handshake());
        AssertDead(engine);
    }

    [Theory, MemberData(nameof(Sins))]
    public void A_socket_over_such_a_backend_gets_no_connection(string sin)
    {
        using SimulatedNetwork network = new(1);
        (SimulatedTransport client, SimulatedTransport server) = network.MakePair();
        QSslSocket socket = new(network, new CarelessBackend(options => new(options, s_sins[sin])));
        Assert.True(socket.SetSocketDescriptor(network.Register(client)));
        socket.StartClientEncryption();
        socket.Write(Encoding.ASCII.GetBytes(Payload));
        Assert.False(socket.WaitForEncrypted());
        Assert.False(socket.IsEncrypted);
        Assert.Contains("The TLS handshake", socket.ErrorString, StringComparison.Ordinal);
        Assert.Equal(0, socket.BytesAvailable);
        byte[] seen = new byte[4096];
        Assert.Equal(0, server.TryRead(seen).Count);
        socket.Dispose();
    }

    [Fact]
    public void Credentials_wait_for_the_verdict()
    {
        using CarelessEngine engine = Make(Hasty);
        Assert.Equal(TlsEngineStatus.NeedsVerdict, engine.Handshake());
        Assert.Equal(Hello, _link.Own.Sent);
        Assert.True(engine.HoldsFlight);
        Assert.Equal(0, engine.CiphertextPending);
        Assert.Equal(TlsEngineStatus.Complete, engine.Flush());
        Assert.Equal(TlsEngineStatus.NeedsVerdict, engine.Handshake());
        Assert.Equal(Hello, _link.Own.Sent);
        engine.Accept();
        Assert.Equal(TlsEngineStatus.Complete, Until(engine.Handshake));
        Assert.Equal([.. Hello, .. Credentials, .. Data, .. Refusal], _link.Own.Sent);
    }

    [Fact]
    public void Credentials_of_a_client_that_rejects_never_leave()
    {
        using CarelessEngine engine = Make(Hasty, onReject: static engine => engine.Put(Refusal));
        Assert.Equal(TlsEngineStatus.NeedsVerdict, engine.Handshake());
        engine.Reject(SslErrorCode.SelfSignedCertificate);
        Assert.Equal(TlsEngineStatus.Failed, engine.Handshake());
        Assert.Equal(TlsEngineStatus.Complete, Until(engine.Flush));
        Assert.Equal([.. Hello, .. Refusal], _link.Own.Sent);
        AssertDead(engine);
    }

    /// <summary>The backend is told that the peer is rejected, and continues.</summary>
    [Fact]
    public void A_rejected_peer_gets_an_alert_at_most()
    {
        using CarelessEngine engine = Make(Hasty, onReject: static engine =>
        {
            engine.Put(Refusal);
            engine.Put(Credentials);
            engine.Put(Data);
        });
        Assert.Equal(TlsEngineStatus.NeedsVerdict, engine.Handshake());
        engine.Reject(SslErrorCode.SelfSignedCertificate);
        int calls = engine.Calls;
        Assert.Equal(TlsEngineStatus.Failed, engine.Handshake());
        Assert.Equal(TlsEngineStatus.Complete, Until(engine.Flush));
        Assert.Equal([.. Hello, .. Refusal], _link.Own.Sent);
        Assert.Equal(calls, engine.Calls);
        Assert.Throws<InvalidOperationException>(engine.Accept);
        AssertDead(engine);
    }

    [Fact]
    public void A_rejection_holds_also_where_the_backend_throws()
    {
        using CarelessEngine engine = Make(Hasty, onReject: static _ => throw new ArgumentException("no alert"));
        Assert.Equal(TlsEngineStatus.NeedsVerdict, engine.Handshake());
        Assert.Throws<ArgumentException>(() => engine.Reject(SslErrorCode.SelfSignedCertificate));
        Assert.Equal(TlsEngineStatus.Failed, engine.Handshake());
        Assert.Equal(Hello, _link.Own.Sent);
        AssertDead(engine);
    }

    [Fact]
    public void A_backend_cannot_give_the_verdict_unasked()
    {
        using CarelessEngine engine = Make(static engine =>
        {
            engine.Put(Credentials);
            engine.Accept();
            return TlsEngineStatus.Complete;
        });
        Assert.Throws<InvalidOperationException>(() => engine.Handshake());
        Assert.Equal(TlsEngineStatus.Complete, engine.Flush());
        Assert.Empty(_link.Own.Sent);
        Assert.Throws<InvalidOperationException>(() => engine.Read(new byte[10], out _));
    }

    [Fact]
    public void A_second_question_fails()
    {
        using CarelessEngine engine = Make(static engine => engine.AskAbout(engine.HasAccepted ? ToyPeer.Good.Peer : TlsPeer.None));
        Assert.Equal(TlsEngineStatus.NeedsVerdict, engine.Handshake());
        engine.Accept();
        Assert.Equal(TlsEngineStatus.Failed, engine.Handshake());
        Assert.Same(TlsPeer.None, engine.Peer);
        AssertFailedAndSilent(engine);
    }

    [Fact]
    public void A_handshake_completes_once()
    {
        using CarelessEngine engine = Established();
        int calls = engine.Calls;
        Assert.Equal(TlsEngineStatus.Complete, engine.Handshake());
        Assert.Equal(TlsEngineStatus.Complete, engine.Handshake());
        Assert.Equal(calls, engine.Calls);
    }

    [Fact]
    public void What_is_no_TLS_does_not_leave()
    {
        using CarelessEngine engine = Make(static engine =>
        {
            engine.Put(Encoding.ASCII.GetBytes(Secret));
            return TlsEngineStatus.WantRead;
        });
        Assert.Equal(TlsEngineStatus.Failed, engine.Handshake());
        AssertFailedAndSilent(engine);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Before_the_end_of_the_handshake_nothing_reaches_the_backend(bool isAccepted)
    {
        using CarelessEngine engine = Make(static engine => engine.HasAccepted
            ? TlsEngineStatus.WantRead
            : engine.AskAbout(TlsPeer.None));
        Assert.Equal(TlsEngineStatus.NeedsVerdict, engine.Handshake());
        if (isAccepted)
        {
            engine.Accept();
            Assert.Equal(TlsEngineStatus.WantRead, engine.Handshake());
        }
        int calls = engine.Calls;
        Assert.Throws<InvalidOperationException>(() => engine.Read(new byte[10], out _));
        Assert.Throws<InvalidOperationException>(() => engine.Write("x"u8, out _));
        Assert.Throws<InvalidOperationException>(() => engine.ExportKeyingMaterial("x", null, 1));
        Assert.Null(engine.TakeSession());
        Assert.Equal(TlsEngineStatus.Complete, engine.Shutdown());
        Assert.Equal(calls, engine.Calls);
        Assert.Empty(_link.Own.Sent);
    }

    [Theory]
    [InlineData(nameof(TlsEngineStatus.Complete), 11)]
    [InlineData(nameof(TlsEngineStatus.Complete), 0)]
    [InlineData(nameof(TlsEngineStatus.Complete), -1)]
    [InlineData(nameof(TlsEngineStatus.WantRead), 11)]
    [InlineData(nameof(TlsEngineStatus.NeedsVerdict), 5)]
    public void A_read_that_cannot_be_gives_nothing(string status, int told)
    {
        TlsEngineStatus answer = Enum.Parse<TlsEngineStatus>(status);
        using CarelessEngine engine = Established(onRead: (CarelessEngine _, int _, out int count) => Answer(answer, told, out count));
        Assert.Equal(TlsEngineStatus.Failed, engine.Read(new byte[10], out int read));
        Assert.Equal(0, read);
        AssertDead(engine);
    }

    [Theory]
    [InlineData(nameof(TlsEngineStatus.Complete), 2)]
    [InlineData(nameof(TlsEngineStatus.Complete), 0)]
    [InlineData(nameof(TlsEngineStatus.WantWrite), 1)]
    [InlineData(nameof(TlsEngineStatus.NeedsVerdict), 0)]
    public void A_write_that_cannot_be_sends_nothing(string status, int told)
    {
        TlsEngineStatus answer = Enum.Parse<TlsEngineStatus>(status);
        using CarelessEngine engine = Established(onWrite: (CarelessEngine engine, int _, out int count) =>
        {
            engine.Put(Data);
            return Answer(answer, told, out count);
        });
        int sent = _link.Own.Sent.Count;
        Assert.Equal(TlsEngineStatus.Failed, engine.Write("x"u8, out int written));
        Assert.Equal(0, written);
        Assert.Equal(TlsEngineStatus.Complete, engine.Flush());
        Assert.Equal(sent, _link.Own.Sent.Count);
        AssertDead(engine);
    }

    [Fact]
    public void The_farewell_is_gathered_once()
    {
        using CarelessEngine engine = Established();
        int calls = engine.Calls;
        Assert.Equal(TlsEngineStatus.Complete, Until(engine.Shutdown));
        Assert.Equal(TlsEngineStatus.Complete, Until(engine.Shutdown));
        Assert.Equal(calls + 1, engine.Calls);
    }

    [Fact]
    public void Room_is_what_a_write_may_take_without_sending()
    {
        using CarelessEngine engine = Established();
        int room = engine.Room;
        Assert.InRange(room, 64 * 1024, 128 * 1024);
        Assert.Equal(TlsEngineStatus.Complete, engine.Write("x"u8, out _));
        Assert.Equal(room - Data.Length, engine.Room);
        for (int i = 0; engine.Room > 0; i++)
            Assert.Equal((TlsEngineStatus.Complete, 1), (engine.Write("x"u8, out int count), count));
        Assert.InRange(engine.CiphertextPending, room, room + Data.Length);
        Assert.Equal(TlsEngineStatus.Complete, Until(engine.Flush));
        Assert.Equal(room, engine.Room);
    }

    /// <summary>Writes its last flight before it asks, and data and an alert behind it.</summary>
    private static TlsEngineStatus Hasty(CarelessEngine engine)
    {
        if (engine.HasAccepted)
            return TlsEngineStatus.Complete;
        engine.Put(Hello);
        engine.Put(Credentials);
        engine.Put(Data);
        engine.Put(Refusal);
        return engine.AskAbout(TlsPeer.None);
    }

    /// <summary>Says all that it must not, and answers the last of these.</summary>
    private static TlsEngineStatus Say(CarelessEngine engine, params ReadOnlySpan<TlsEngineStatus> answers)
    {
        engine.Put(Credentials);
        engine.Put(Data);
        return answers[^1];
    }

    private static TlsEngineStatus Until(Func<TlsEngineStatus> ask) => Link.Until(ask);

    private CarelessEngine Make(Func<CarelessEngine, TlsEngineStatus> handshake, SslMode role = SslMode.SslClientMode,
        Action<CarelessEngine>? onReject = null, DataStep? onRead = null, DataStep? onWrite = null)
    {
        CarelessBackend backend = new(options =>
        {
            CarelessEngine usual = new(options, handshake);
            return new(options, handshake)
            {
                OnReject = onReject ?? usual.OnReject,
                OnRead = onRead ?? usual.OnRead,
                OnWrite = onWrite ?? usual.OnWrite,
            };
        });
        return (CarelessEngine)backend.CreateEngine(new(role, new(), null), _link.Own);
    }

    private CarelessEngine Established(DataStep? onRead = null, DataStep? onWrite = null)
    {
        CarelessEngine engine = Make(Hasty, onRead: onRead, onWrite: onWrite);
        Assert.Equal(TlsEngineStatus.NeedsVerdict, Until(engine.Handshake));
        engine.Accept();
        Assert.Equal(TlsEngineStatus.Complete, Until(engine.Handshake));
        return engine;
    }

    private void AssertFailedAndSilent(CarelessEngine engine)
    {
        AssertDead(engine);
        Assert.Empty(_link.Own.Sent);
    }

    /// <summary>It stays failed, and no call reaches the backend or the network any more.</summary>
    private void AssertDead(CarelessEngine engine)
    {
        int calls = engine.Calls, reads = _link.Own.Reads, sent = _link.Own.Sent.Count;
        Assert.NotEmpty(engine.Failure!.Reason);
        Assert.Throws<InvalidOperationException>(engine.Accept);
        Assert.Equal(TlsEngineStatus.Failed, engine.Handshake());
        Assert.Equal((TlsEngineStatus.Failed, 0), (engine.Read(new byte[10], out int read), read));
        Assert.Equal((TlsEngineStatus.Failed, 0), (engine.Write("x"u8, out int written), written));
        Assert.Equal(TlsEngineStatus.Complete, engine.Shutdown());
        Assert.Equal((calls, reads, sent), (engine.Calls, _link.Own.Reads, _link.Own.Sent.Count));
    }
}
