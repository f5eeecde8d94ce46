using QSslCore.Sockets;
using QSslCore.Tests.Simulation;

namespace QSslCore.Tests.Sockets;

/// <summary>Storms that can be replayed from a number.</summary>
public sealed class StormTests
{
    /// <summary>Every cut, delay and interleaving from a number: nothing hangs, nothing leaks, no byte is lost or doubled.</summary>
    [Fact]
    public void A_plain_socket_survives()
    {
        for (int seed = 0; seed < 300; seed++)
            PlainStorm(seed);
    }

    private static void PlainStorm(int seed)
    {
        using SimulatedNetwork network = StrandTests.Network(seed, chops: true);
        Random random = network.Random;
        (QTcpSocket socket, SimulatedTransport peer) = StrandTests.Connected(network);
        byte[] sent = new byte[random.Next(1, 30_000)];
        random.NextBytes(sent);
        int offered = 0;
        List<byte> received = [];
        bool listening = random.Next(2) == 0;
        EventHandler<SignalEventArgs> drain = (_, _) => received.AddRange(socket.ReadAll());
        if (listening)
            socket.ReadyRead += drain;
        bool cut = random.Next(4) == 0;
        string? foreignEnd = random.Next(3) == 0 ? new[] { "Abort", "Close", "Dispose", "DisconnectFromHost" }[random.Next(4)] : null;
        if (foreignEnd is not null)
            network.Later(random.Next(1, 200), () => End(socket, foreignEnd));
        if (cut)
            network.Clock.At(TimeSpan.FromMilliseconds(random.Next(1, 200)), peer.Reset);
        void Offer()
        {
            if (offered < sent.Length)
            {
                offered += peer.TryWrite(sent.AsSpan(offered, Math.Min(sent.Length - offered, random.Next(1, 4000)))).Count;
                network.Clock.At(TimeSpan.FromMilliseconds(random.Next(0, 10)), Offer);
            }
            else
            {
                peer.Dispose();
            }
        }
        Offer();
        for (int turn = 0; turn < 2000 && (socket.State != SocketState.UnconnectedState || socket.BytesAvailable > 0); turn++)
        {
            switch (random.Next(4))
            {
                case 0 when socket.State != SocketState.UnconnectedState:
                    socket.WaitForReadyRead(random.Next(0, 50));
                    break;
                case 1:
                    network.RunLoop(() => false, random.Next(0, 50));
                    break;
                case 2:
                    received.AddRange(socket.Read(random.Next(1, 5000)));
                    break;
                case 3 when socket.State != SocketState.UnconnectedState:
                    if (socket.Drive(SocketGoal.Disconnected, random.Next(0, 20)) == DriveResult.Satisfied && !listening)
                        received.AddRange(socket.ReadAll());
                    break;
            }
        }
        Assert.True(socket.State == SocketState.UnconnectedState,
            $"seed {seed}: still {socket.State} at {network.Clock.Now}, listening {listening}, cut {cut}, "
            + $"end {foreignEnd}, {received.Count} of {sent.Length}, offered {offered}");
        if (!cut && foreignEnd is null)
            Assert.True(sent.AsSpan().SequenceEqual(received.ToArray()), $"seed {seed}: {received.Count} of {sent.Length} bytes");
        else
            Assert.True(sent.AsSpan(0, received.Count).SequenceEqual(received.ToArray()), $"seed {seed}: bytes out of order");
        network.RunLoop(() => network.OpenTransports == 0, 10_000);
        peer.Dispose();
        Assert.True(network.OpenTransports == 0, $"seed {seed}: {network.OpenTransports} transports left");
    }

    internal static void End(QTcpSocket socket, string how)
    {
        switch (how)
        {
            case "Abort":
                socket.Abort();
                break;
            case "Close":
                socket.Close();
                break;
            case "Dispose":
                socket.Dispose();
                break;
            default:
                socket.DisconnectFromHost();
                break;
        }
    }

    [Fact]
    public void A_TLS_socket_survives()
    {
        for (int seed = 0; seed < 200; seed++)
            TlsStorm(seed);
    }

    /// <summary>An echo over chopped transports with random waits, loop turns, pauses and cuts.</summary>
    private static void TlsStorm(int seed)
    {
        bool bad = seed % 5 == 0;
        using ToyPair pair = new(seed, bad ? ToyPeer.With(SslErrorCode.CertificateExpired) : null, chops: true);
        Random random = pair.Network.Random;
        pair.Accept(echo: true);
        QSslSocket client = pair.Client;
        bool pause = bad && random.Next(2) == 0;
        bool approve = random.Next(2) == 0;
        if (pause)
            client.PauseMode = PauseModes.PauseOnSslErrors;
        if (random.Next(2) == 0)
            client.BytesWritten += (_, _) => { };
        byte[] sent = new byte[random.Next(1, 40_000)];
        random.NextBytes(sent);
        client.ConnectToHostEncrypted("me.test", 443);
        int offered = 0;
        List<byte> received = [];
        bool cut = random.Next(5) == 0;
        if (cut)
            pair.Network.Clock.At(TimeSpan.FromMilliseconds(random.Next(1, 300)), () => pair.ServerTransport?.Reset());
        for (int turn = 0; turn < 5000 && client.State != SocketState.UnconnectedState && received.Count < sent.Length; turn++)
        {
            if (offered < sent.Length)
            {
                int n = Math.Min(sent.Length - offered, random.Next(1, 5000));
                Assert.Equal(n, client.Write(sent.AsSpan(offered, n)));
                offered += n;
            }
            switch (random.Next(3))
            {
                case 0:
                    client.Drive(SocketGoal.ReadyRead, random.Next(0, 30));
                    break;
                case 1:
                    pair.Network.RunLoop(() => false, random.Next(1, 30));
                    break;
                case 2:
                    client.Drive(SocketGoal.AllWritten, random.Next(0, 30));
                    break;
            }
            if (client.IsPaused)
            {
                if (approve)
                    client.IgnoreSslErrors([.. client.SslHandshakeErrors]);
                client.Resume();
            }
            received.AddRange(client.ReadAll());
        }
        bool mayConnect = !bad || (pause && approve);
        if (!mayConnect)
            Assert.True(received.Count == 0 && !client.IsEncrypted, $"seed {seed}: data from a refused peer");
        else if (!cut)
            Assert.True(sent.AsSpan().SequenceEqual(received.ToArray()),
                $"seed {seed}: {received.Count} of {sent.Length} echoed, {client.State}: {client.ErrorString}");
        client.Dispose();
        pair.Server?.Dispose();
        pair.Network.RunLoop(() => false, 10_000);
        Assert.All(pair.ClientBackend.Engines, e => Assert.True(e.IsDisposed));
    }
}
