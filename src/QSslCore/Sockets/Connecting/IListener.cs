using System.Net;

namespace QSslCore.Sockets;

/// <summary>A listening socket that never blocks.</summary>
internal interface IListener : IDisposable
{
    /// <summary>What readiness is watched on; only its readability matters.</summary>
    ISocketTransport Transport { get; }

    IPEndPoint LocalEndPoint { get; }

    /// <summary>Takes the next connection; -1 when there is none now.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">Accepting failed, for want of descriptors, say.</exception>
    nint Accept();
}
