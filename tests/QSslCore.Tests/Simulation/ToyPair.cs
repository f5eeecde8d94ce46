using System.Net;
using QSslCore.Sockets;

namespace QSslCore.Tests.Simulation;

/// <summary>A client and a server in one simulated network; the server is driven by the loop.</summary>
internal sealed class ToyPair : IDisposable
{
    private readonly ToyServer _server;

    public ToyPair(int seed, ToyPeer? serverSeenByClient = null, bool chops = false)
    {
        Network = new(seed, chops);
        Network.AddName("me.test", IPAddress.Loopback);
        Network.AddName("other.test", IPAddress.Loopback);
        ClientBackend = new(serverSeenByClient ?? ToyPeer.Good);
        Client = new(Network, ClientBackend);
        _server = new(Network);
        Assert.True(_server.Listen(IPAddress.Loopback, 443));
    }

    public SimulatedNetwork Network { get; }

    public ToyBackend ClientBackend { get; }

    public QSslSocket Client { get; }

    public QSslSocket? Server { get; private set; }

    public List<string> ServerLog { get; } = [];

    public SimulatedTransport? ServerTransport { get; private set; }

    /// <summary>Accepts with a TLS socket when a client comes, and lets the loop drive it.</summary>
    public void Accept(bool echo = false)
    {
        _server.NewConnection += (_, _) =>
        {
            Server = (QSslSocket)_server.NextPendingConnection()!;
            ServerTransport = Network.Accepted[^1];
            Server.Encrypted += (_, _) => ServerLog.Add("encrypted");
            Server.ErrorOccurred += (_, e) => ServerLog.Add(e.SocketError.ToString());
            Server.Disconnected += (_, _) => ServerLog.Add("disconnected");
            if (echo)
                Server.ReadyRead += (_, _) => Server.Write(Server.ReadAll());
            Server.StartServerEncryption();
        };
    }

    public void Dispose()
    {
        Client.Dispose();
        Server?.Dispose();
        _server.Dispose();
        Network.Dispose();
    }

    /// <summary>Qt's own example of a server: makes a TLS socket of what comes in.</summary>
    private sealed class ToyServer(SimulatedNetwork network) : QTcpServer(network)
    {
        protected override void IncomingConnection(nint socketDescriptor)
        {
            QSslSocket socket = new(network, new ToyBackend(ToyPeer.Good));
            Assert.True(socket.SetSocketDescriptor(socketDescriptor));
            AddPendingConnection(socket);
        }
    }
}
