using System.Net;

namespace QSslCore.Sockets;

/// <summary>Where sockets get their connections, names and time from.</summary>
internal interface INetwork
{
    Reactor Reactor { get; }

    /// <summary>Starts to look a name up; <paramref name="completed"/> is called once on any thread, unless the lookup was disposed
    /// of.</summary>
    IHostLookup Lookup(string hostName, Action completed);

    /// <summary>Starts a connection attempt.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">It cannot even be started.</exception>
    ISocketTransport Connect(IPEndPoint endPoint);

    /// <summary>Makes a socket with a local address, for <see cref="ISocketTransport.StartConnect"/>.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">The address cannot be used, or is in use.</exception>
    ISocketTransport Bind(IPEndPoint local, BindFlag mode);

    /// <summary>Adopts a connected socket of the system, which the transport owns from then on.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">It is not a stream socket.</exception>
    ISocketTransport Adopt(nint descriptor);

    /// <summary>Takes a connected .NET socket over.</summary>
    ISocketTransport Adopt(System.Net.Sockets.Socket socket);

    /// <summary>Starts to listen.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">The address cannot be used, or is in use.</exception>
    IListener Listen(IPEndPoint endPoint, int backlog);

    /// <summary>Adopts a listening socket of the system, which the listener owns from then on.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">It is not a listening socket.</exception>
    IListener AdoptListener(nint descriptor);

    /// <summary>Closes a descriptor that was not adopted.</summary>
    void Discard(nint descriptor);
}
