using System.Net;
using System.Net.Sockets;
using QSslCore.Sockets.Native;

namespace QSslCore.Tests.Support;

/// <summary>A transport of the system and its peer, a plain socket, on loopback.</summary>
internal sealed class TransportPair : IDisposable
{
    public TransportPair()
    {
        using Socket listener = new(AddressFamily.InterNetwork, System.Net.Sockets.SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        Socket connected = new(AddressFamily.InterNetwork, System.Net.Sockets.SocketType.Stream, ProtocolType.Tcp);
        connected.Connect(listener.LocalEndPoint!);
        Peer = listener.Accept();
        Transport = new(connected);
    }

    public SocketTransport Transport { get; }

    public Socket Peer { get; }

    public void Dispose()
    {
        Transport.Dispose();
        Peer.Dispose();
    }
}
