using QSslCore.Tests.Support;
using QSslCore.Tls;

namespace QSslCore.Tests.Tls;

/// <summary>A client's and a server's engine, joined in memory.</summary>
internal sealed class Link : IDisposable
{
    public Link(
        SslProtocol protocol, TestIdentity server, TestIdentity? client = null, PeerVerifyMode serverVerify = PeerVerifyMode.AutoVerifyPeer,
        Action<QSslConfiguration>? configureClient = null, Action<QSslConfiguration>? configureServer = null, int seed = 1,
            int window = int.MaxValue,
        ITlsQuestions? questions = null, TlsResumption? resumption = null)
    {
        (ClientTransport, ServerTransport) = MemoryTransport.Pair(seed, window);
        QSslConfiguration clientSide = new() { Protocol = protocol,
            CaCertificates = [TestPki.Root.Certificate, TestPki.RootRsa.Certificate] };
        QSslConfiguration serverSide = new()
        {
            Protocol = protocol,
            CaCertificates = [TestPki.Root.Certificate],
            LocalCertificateChain = server.Chain,
            PrivateKey = server.Key,
            PeerVerifyMode = serverVerify,
        };
        if (client is not null)
        {
            clientSide.LocalCertificateChain = client.Chain;
            clientSide.PrivateKey = client.Key;
        }
        configureClient?.Invoke(clientSide);
        configureServer?.Invoke(serverSide);
        Needs.Backend(clientSide.Backend, protocol);
        Needs.Backend(serverSide.Backend, protocol);
        TlsBackend clientBackend = TlsBackendRegistry.Find(clientSide.Backend)!,
            serverBackend = TlsBackendRegistry.Find(serverSide.Backend)!;
        Server = serverBackend.CreateEngine(new(SslMode.SslServerMode, serverSide, null) { Questions = questions }, ServerTransport);
        Client = clientBackend.CreateEngine(new(SslMode.SslClientMode, clientSide, TestPki.ServerName)
        {
            Questions = questions,
            Resumption = resumption,
        }, ClientTransport);
    }

    public TlsEngine Client { get; }

    public TlsEngine Server { get; }

    public MemoryTransport ClientTransport { get; }

    public MemoryTransport ServerTransport { get; }

    public int ClientAsked { get; private set; }

    public int ServerAsked { get; private set; }

    /// <summary>How the server answers when it is asked.</summary>
    public bool ServerVerdict { get; set; } = true;

    /// <summary>Runs both sides to their ends.</summary>
    public void Handshake(TlsEngineStatus expectServer = TlsEngineStatus.Complete)
    {
        TlsEngineStatus client = default, server = default;
        for (int turn = 0; turn < 20_000; turn++)
        {
            client = Client.Handshake();
            if (client == TlsEngineStatus.NeedsVerdict)
            {
                ClientAsked++;
                Client.Accept();
            }
            server = Server.Handshake();
            if (server == TlsEngineStatus.NeedsVerdict)
            {
                ServerAsked++;
                if (ServerVerdict)
                    Server.Accept();
                else
                    Server.Reject(SslErrorCode.CertificateUntrusted);
            }
            if (server == expectServer && (client == TlsEngineStatus.Complete || expectServer == TlsEngineStatus.Failed))
                return;
            Assert.False(client == TlsEngineStatus.Failed, Client.Failure?.Reason);
            Assert.False(server == TlsEngineStatus.Failed, Server.Failure?.Reason);
        }
        Assert.Fail($"no end: client {client}, server {server}");
    }

    public void UntilClientIsAsked()
    {
        for (int turn = 0; turn < 20_000; turn++)
        {
            TlsEngineStatus status = Client.Handshake();
            if (status == TlsEngineStatus.NeedsVerdict)
                return;
            Assert.False(status == TlsEngineStatus.Failed, Client.Failure?.Reason);
            Server.Handshake();
        }
        Assert.Fail("the client was never asked");
    }

    /// <summary>Runs both sides until both have failed.</summary>
    public void Fail()
    {
        for (int turn = 0; turn < 20_000; turn++)
        {
            TlsEngineStatus client = Client.Handshake(), server = Server.Handshake();
            Assert.False(client is TlsEngineStatus.Complete or TlsEngineStatus.NeedsVerdict);
            if (client == TlsEngineStatus.Failed && server == TlsEngineStatus.Failed)
                return;
        }
        Assert.Fail("no failure");
    }

    /// <summary>Asks until the answer is another than "want".</summary>
    public static TlsEngineStatus Until(Func<TlsEngineStatus> ask)
    {
        for (int turn = 0; turn < 20_000; turn++)
        {
            TlsEngineStatus status = ask();
            if (status is not (TlsEngineStatus.WantRead or TlsEngineStatus.WantWrite))
                return status;
        }
        return TlsEngineStatus.WantRead;
    }

    /// <summary>Sends data through and returns what arrived.</summary>
    public static byte[] Pump(TlsEngine from, TlsEngine to, byte[] data)
    {
        byte[] received = new byte[data.Length];
        int sent = 0, got = 0;
        for (int turn = 0; turn < 200_000 && got < data.Length; turn++)
        {
            if (sent < data.Length && from.Write(data.AsSpan(sent, Math.Min(16_384, data.Length - sent)), out int taken) is var w)
            {
                Assert.True(w is TlsEngineStatus.Complete or TlsEngineStatus.WantWrite, $"write {w} {from.Failure?.Reason}");
                sent += taken;
            }
            from.Flush();
            TlsEngineStatus r = to.Read(received.AsSpan(got), out int n);
            Assert.True(r is TlsEngineStatus.Complete or TlsEngineStatus.WantRead, $"read {r} {to.Failure?.Reason}");
            got += n;
        }
        Assert.Equal(data.Length, got);
        return received;
    }

    public void Dispose()
    {
        Client.Dispose();
        Server.Dispose();
    }
}
