using System.Net;
using System.Net.Sockets;

namespace QSslCore.Sockets.Native;

/// <summary>The system's network; one per process.</summary>
internal sealed class SystemNetwork(Func<Reactor> makeReactor) : INetwork
{
    private readonly Lazy<Reactor> _reactor = new(makeReactor);

    private readonly HostLookupQueue _lookups = new(Dns.GetHostAddresses);

    /// <summary>The switch (<see cref="AppContext"/>) that has Linux take the reactor of the other systems, too.</summary>
    public const string PortableReactorSwitch = "QSslCore.PortableReactor";

    public static SystemNetwork Instance { get; } = new(() => OperatingSystem.IsLinux() && !IsPortable
        ? new EpollReactor()
        : new SelectReactor());

    private static bool IsPortable => AppContext.TryGetSwitch(PortableReactorSwitch, out bool isOn) && isOn;

    public Reactor Reactor => _reactor.Value;

    public IHostLookup Lookup(string hostName, Action completed) => _lookups.Start(hostName, completed);

    public ISocketTransport Connect(IPEndPoint endPoint) => new SocketTransport(endPoint);

    public ISocketTransport Bind(IPEndPoint local, BindFlag mode) => new SocketTransport(local, mode);

    public ISocketTransport Adopt(nint descriptor)
    {
        if (descriptor < 0)
            throw new SocketException((int)SocketError.NotSocket);
        SafeSocketHandle handle = new(descriptor, ownsHandle: true);
        try
        {
            Socket socket = new(handle);
            // The runtime takes any descriptor, be it a file's.
            return socket.RemoteEndPoint is not null && socket.SocketType == System.Net.Sockets.SocketType.Stream
                ? new SocketTransport(socket)
                : throw new SocketException((int)SocketError.NotConnected);
        }
        catch
        {
            // Not adopted: it stays the caller's, open as it was.
            handle.SetHandleAsInvalid();
            handle.Dispose();
            throw;
        }
    }

    public ISocketTransport Adopt(Socket socket) => new SocketTransport(socket);

    public IListener Listen(IPEndPoint endPoint, int backlog) => new SocketListener(endPoint, backlog);

    public IListener AdoptListener(nint descriptor)
    {
        if (descriptor < 0)
            throw new SocketException((int)SocketError.NotSocket);
        SafeSocketHandle handle = new(descriptor, ownsHandle: true);
        try
        {
            Socket socket = new(handle);
            return socket.LocalEndPoint is IPEndPoint && SocketListener.Listens(socket)
                ? new SocketListener(socket)
                : throw new SocketException((int)SocketError.OperationNotSupported);
        }
        catch
        {
            // Not adopted: it stays the caller's, open as it was.
            handle.SetHandleAsInvalid();
            handle.Dispose();
            throw;
        }
    }

    public void Discard(nint descriptor)
    {
        using SafeSocketHandle handle = new(descriptor, ownsHandle: true);
    }
}
