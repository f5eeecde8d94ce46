using QSslCore.Tests.Backends;
using QSslCore.Tests.Support;
using QSslCore.Tests.Tls;
using QSslCore.Tls;

namespace QSslCore.Tests.Security;

/// <summary>Servers that begin anew on an established connection, and what a client that takes part does not let them do.</summary>
public sealed class RenegotiationTests
{
    private const int MaxTurns = 200;

    private static readonly byte[] s_question = "question"u8.ToArray();
    private static readonly byte[] s_answer = "an answer"u8.ToArray();

    public RenegotiationTests() => Needs.OpenSsl();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_accepted_peer_may_renegotiate_and_no_data_is_lost(bool resumes)
    {
        using Link link = Join();
        RenegotiatingServer server = new(link.Server, resumes);
        Assert.Equal(s_question, Link.Pump(link.Client, link.Server, s_question));
        server.Ask();
        Assert.Null(Renegotiate(link));
        Assert.Equal(1, link.Client.Renegotiations);
        Assert.Equal(s_answer, Link.Pump(link.Server, link.Client, s_answer));
        Assert.Equal(s_question, Link.Pump(link.Client, link.Server, s_question));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100_000)]
    public void Data_before_and_within_the_renegotiation_arrives_in_order(int length)
    {
        using Link link = Join();
        RenegotiatingServer server = new(link.Server);
        byte[] first = Data(length, 1), second = Data(length, 2), upwards = Data(length, 3);
        Write(link.Server, first);
        server.Ask();
        // The client's library waits with its hello until it has read everything.
        Write(link.Server, second);
        Assert.Equal([.. first, .. second], ReadAll(link, link.Client, 2 * length));
        Assert.True(link.Client.IsRenegotiating);
        // What the client writes waits for the end of the handshake.
        Assert.Equal(TlsEngineStatus.WantRead, link.Client.Write(upwards, out int taken));
        Assert.Equal(0, taken);
        Assert.Null(Renegotiate(link));
        Assert.Equal(upwards, Link.Pump(link.Client, link.Server, upwards));
        Assert.Equal(first, Link.Pump(link.Server, link.Client, first));
    }

    [Fact]
    public void Another_certificate_ends_the_connection_although_it_is_valid()
    {
        TestIdentity other = TestPki.Leaf([TestPki.ServerName]);
        using Link link = Join(client: TestPki.Client);
        RenegotiatingServer server = new(link.Server);
        server.Show(other);
        server.Ask();
        TlsFailure failure = Renegotiate(link)!;
        Assert.Contains("did not show the same certificates", failure.Reason, StringComparison.Ordinal);
        Assert.True(failure.PeerChanged);
        Assert.Equal(0, link.Client.Renegotiations);
        Assert.Equal(TlsEngineStatus.Failed, link.Client.Write(s_question, out _));
        Assert.Equal(AlertType.BadCertificate, Alerts(link.Server).Last().Type);
    }

    [Fact]
    public void A_peer_that_is_not_verified_must_be_the_same_too()
    {
        using Link link = Join(configure: c => c.PeerVerifyMode = PeerVerifyMode.VerifyNone);
        RenegotiatingServer server = new(link.Server);
        server.Show(TestPki.SelfSigned);
        server.Ask();
        Assert.True(Renegotiate(link)!.PeerChanged);
    }

    [Fact]
    public void A_pre_shared_key_takes_the_place_of_no_certificate()
    {
        using Link link = Join(questions: new KnownKey(), configure: c =>
            c.Ciphers = [new(Suite), new("PSK-AES128-GCM-SHA256")]);
        RenegotiatingServer server = new(link.Server);
        server.Choose("PSK-AES128-GCM-SHA256");
        server.Ask();
        Assert.NotNull(Renegotiate(link));
        Assert.Equal(0, link.Client.Renegotiations);
    }

    [Fact]
    public void The_extended_master_secret_stays()
    {
        using Link link = Join();
        RenegotiatingServer server = new(link.Server);
        server.DropExtendedMasterSecret();
        server.Ask();
        Assert.NotNull(Renegotiate(link));
        Assert.Equal(0, link.Client.Renegotiations);
    }

    [Fact]
    public void One_after_another_is_a_flood()
    {
        using Link link = Join();
        RenegotiatingServer server = new(link.Server);
        for (int i = 1; i <= 4; i++)
        {
            server.Ask();
            Assert.Null(Renegotiate(link));
            Assert.Equal(i, link.Client.Renegotiations);
            Assert.Equal(s_answer, Link.Pump(link.Server, link.Client, s_answer));
        }
        server.Ask();
        Assert.Contains("one renegotiation after another", Renegotiate(link)!.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_the_choice_it_is_refused_and_the_connection_lives()
    {
        using Link link = Join(configure: c => c.AllowRenegotiation = false);
        RenegotiatingServer server = new(link.Server);
        server.Ask();
        link.Client.Read(new byte[16], out int count);
        Assert.Equal(0, count);
        Assert.Equal((AlertType.NoRenegotiation, false), Alerts(link.Client).Select(a => (a.Type, a.IsFromPeer)).Single());
        Assert.False(link.Client.IsRenegotiating);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_peer_of_a_resumed_session_is_that_of_the_session(bool isSame)
    {
        TlsResumption earlier;
        using (Link first = Join())
            earlier = new(first.Client.TakeSession()!.Ticket, first.Client.Peer);
        using Link link = Join(resumption: earlier);
        Assert.True(link.Client.Facts.IsResumed);
        RenegotiatingServer server = new(link.Server);
        if (!isSame)
            server.Show(TestPki.Leaf([TestPki.ServerName]));
        server.Ask();
        Assert.Equal(isSame, Renegotiate(link) is null);
        Assert.Equal(!isSame, link.Client.Failure is { PeerChanged: true });
    }

    [Fact]
    public void A_server_cannot_choose_it() => Assert.Contains(
        "a client's setting", Assert.Throws<TlsSetupException>(() => BackendPairs.Join(
            "openssl", "openssl", SslProtocol.TlsV1_2, configureServer: c => c.AllowRenegotiation = true)).Message,
        StringComparison.Ordinal);

    private static string Suite => $"ECDHE-{TestKeys.SuiteName}-AES128-GCM-SHA256";

    private static Link Join(TestIdentity? client = null, ITlsQuestions? questions = null, Action<QSslConfiguration>? configure = null,
        TlsResumption? resumption = null)
    {
        Link link = new(SslProtocol.TlsV1_2, TestPki.Server, client, PeerVerifyMode.VerifyNone,
            c =>
            {
                Begin(c);
                c.AllowRenegotiation = true;
                configure?.Invoke(c);
            },
            Begin, questions: questions, resumption: resumption);
        link.Handshake();
        return link;
    }

    private static void Begin(QSslConfiguration configuration)
    {
        configuration.Backend = "openssl";
        configuration.SetSslOption(SslOption.DisableSessionPersistence, false);
    }

    /// <summary>Lets both sides read until the renegotiation is complete.</summary>
    /// <returns>The client's failure; null if there is none.</returns>
    private static TlsFailure? Renegotiate(Link link)
    {
        byte[] room = new byte[1024];
        int before = link.Client.Renegotiations;
        for (int turn = 0; turn < MaxTurns; turn++)
        {
            TlsEngineStatus status = link.Client.Read(room, out int count);
            Assert.Equal(0, count);
            if (status == TlsEngineStatus.Failed)
            {
                link.Client.Flush();
                link.Server.Read(room, out _);
                return link.Client.Failure;
            }
            if (link.Client.Renegotiations > before)
                return null;
            link.Server.Read(room, out count);
            Assert.Equal(0, count);
        }
        Assert.Fail("the renegotiation did not end");
        return null;
    }

    private static byte[] Data(int length, byte seed) => [.. Enumerable.Range(0, length).Select(i => (byte)(i * 7 + seed))];

    private static void Write(TlsEngine from, byte[] data)
    {
        for (int sent = 0, taken; sent < data.Length; sent += taken)
            Assert.Equal(TlsEngineStatus.Complete, from.Write(data.AsSpan(sent), out taken));
        from.Flush();
    }

    private static byte[] ReadAll(Link link, TlsEngine to, int length)
    {
        byte[] received = new byte[length];
        int got = 0;
        for (int turn = 0; turn < MaxTurns && got < length; turn++)
        {
            to.Read(received.AsSpan(got), out int count);
            got += count;
            link.Server.Flush();
        }
        return received[..got];
    }

    private static List<TlsAlert> Alerts(TlsEngine engine)
    {
        List<TlsAlert> alerts = [];
        while (engine.TakeAlert() is { } alert)
            alerts.Add(alert);
        return alerts;
    }
}
