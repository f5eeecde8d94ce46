using System.Net;
using System.Net.Sockets;
using QSslCore.Sockets;
using QSslCore.Sockets.Native;

namespace QSslCore;

/// <summary>A TCP server that listens, accepts connections, and keeps them until they are taken.</summary>
/// <remarks>
/// Like a socket, a server makes progress only while it is driven: inside <see cref="WaitForNewConnection(int)"/>, or in the background
/// while one of its events has a listener or <see cref="AcceptAsync"/> is awaited. Only one thread at a time may wait.
/// </remarks>
[QtMember("QTcpServer")]
public partial class QTcpServer : IStrandMachine, IDisposable, IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    private readonly INetwork _network;
    private readonly Strand _strand;
    private readonly ServerSignals _signals;
    private readonly PendingConnections _pending = new();
    private QNetworkProxy _proxy = new();

    /// <summary>Replaced as a whole, so that a reader on another thread sees one listener or none.</summary>
    private volatile IListener? _listener;

    private bool _paused;
    private Deadline _acceptBackOff;
    private volatile bool _disposed;

    /// <summary>Creates a server that does not listen.</summary>
    [QtMember("QTcpServer::QTcpServer")]
    public QTcpServer()
        : this(SystemNetwork.Instance)
    {
    }

    internal QTcpServer(INetwork network)
    {
        _network = network;
        _strand = new(this, network.Reactor);
        _signals = new(_strand);
    }

    /// <summary>A client has connected.</summary>
    [QtMember("QTcpServer::newConnection")]
    public event EventHandler<SignalEventArgs> NewConnection
    {
        add => _signals.NewConnection.Add(value);
        remove => _signals.NewConnection.Remove(value);
    }

    /// <summary>A connection can be taken with <see cref="NextPendingConnection"/>.</summary>
    [QtMember("QTcpServer::pendingConnectionAvailable")]
    public event EventHandler<SignalEventArgs> PendingConnectionAvailable
    {
        add => _signals.PendingConnectionAvailable.Add(value);
        remove => _signals.PendingConnectionAvailable.Remove(value);
    }

    /// <summary>The server could not accept a connection. The server continues.</summary>
    [QtMember("QTcpServer::acceptError")]
    public event EventHandler<ErrorOccurredEventArgs> AcceptError
    {
        add => _signals.AcceptError.Add(value);
        remove => _signals.AcceptError.Remove(value);
    }

    /// <summary>True while the server listens.</summary>
    [QtMember("QTcpServer::isListening")]
    public bool IsListening => _listener is not null;

    /// <summary>The port that the server listens on, or 0 if it does not listen.</summary>
    [QtMember("QTcpServer::serverPort")]
    public int ServerPort => _listener?.LocalEndPoint.Port ?? 0;

    /// <summary>The address that the server listens on, or null if it does not listen.</summary>
    [QtMember("QTcpServer::serverAddress")]
    public IPAddress? ServerAddress => _listener?.LocalEndPoint.Address;

    /// <summary>The maximum number of pending connections. The default is 30. Further connections wait in the backlog of the
    /// system.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1.</exception>
    [QtMember("QTcpServer::maxPendingConnections")]
    [QtMember("QTcpServer::setMaxPendingConnections")]
    public int MaxPendingConnections
    {
        get => _pending.Max;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            _pending.Max = value;
            _strand.Wake();
        }
    }

    /// <summary>The backlog of the system for the next <see cref="Listen"/>. The default is 50.</summary>
    [QtMember("QTcpServer::listenBacklogSize")]
    [QtMember("QTcpServer::setListenBacklogSize")]
    public int ListenBacklogSize { get; set; } = 50;

    /// <summary>True if a connection can be taken.</summary>
    [QtMember("QTcpServer::hasPendingConnections")]
    public bool HasPendingConnections => !_pending.IsEmpty;

    /// <summary>The last error.</summary>
    [QtMember("QTcpServer::serverError")]
    public QSocketError ServerError { get; private set; } = QSocketError.UnknownSocketError;

    /// <summary>The description of the last error, or empty if there was none.</summary>
    [QtMember("QTcpServer::errorString")]
    public string ErrorString { get; private set; } = "";

    /// <summary>
    /// A proxy to listen through. This is not supported: if a proxy is set, <see cref="Listen"/> fails and says so. The getter and the
    /// setter copy the value.
    /// </summary>
    [QtMember("QTcpServer::proxy")]
    [QtMember("QTcpServer::setProxy")]
    public QNetworkProxy Proxy
    {
        get => _proxy.Copy();
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            _proxy = value.Copy();
        }
    }

    /// <summary>The descriptor of the system that the server listens on, or -1 if it does not listen.</summary>
    [QtMember("QTcpServer::socketDescriptor")]
    public nint SocketDescriptor => _listener?.Transport.Handle ?? -1;

    /// <summary>Adopts a listening socket of the system, such as one from systemd. The server then owns the descriptor.</summary>
    /// <param name="socketDescriptor">The system's descriptor.</param>
    /// <returns>False, with the error set, if the descriptor is not a listening socket or the server already listens.</returns>
    [QtMember("QTcpServer::setSocketDescriptor")]
    public bool SetSocketDescriptor(nint socketDescriptor) => Open(
        () => _network.AdoptListener(socketDescriptor), $"the descriptor {socketDescriptor}", nameof(SetSocketDescriptor));

    /// <summary>Starts to listen.</summary>
    /// <param name="address">The address, or null for any address, IPv6 and IPv4.</param>
    /// <param name="port">The port, or 0 for a free port (see <see cref="ServerPort"/>).</param>
    /// <returns>False, with the error set, if the server cannot listen or already listens.</returns>
    [QtMember("QTcpServer::listen")]
    public bool Listen(IPAddress? address = null, int port = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(port);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(port, ushort.MaxValue);
        if (_proxy.Type is not (ProxyType.DefaultProxy or ProxyType.NoProxy))
        {
            (ServerError, ErrorString) = (QSocketError.UnsupportedSocketOperationError,
                $"A server cannot listen through a proxy ({_proxy}).");
            return false;
        }
        IPEndPoint endPoint = new(address ?? (Socket.OSSupportsIPv6 ? IPAddress.IPv6Any : IPAddress.Any), port);
        return Open(() => _network.Listen(endPoint, ListenBacklogSize), HostAndPort.Display(endPoint.Address.ToString(), port),
            nameof(Listen));
    }

    /// <summary>
    /// Stops listening and aborts the connections that were not taken. The server has stopped when this method returns, unless another
    /// thread is waiting on the server or a handler takes a long time. In this case, that thread stops it next. On Linux, clients also
    /// cannot connect through a copy of the descriptor, unless it came from <see cref="SetSocketDescriptor"/>, because other processes may
    /// share such a descriptor.
    /// </summary>
    [QtMember("QTcpServer::close")]
    public void Close() => _strand.Execute(CloseNow, patience: s_patience);

    /// <summary>Takes the next connection.</summary>
    /// <returns>The socket, which the caller then owns, or null if there is none.</returns>
    [QtMember("QTcpServer::nextPendingConnection")]
    public virtual QTcpSocket? NextPendingConnection()
    {
        QTcpSocket? next = _pending.Take();
        // There is room again.
        _strand.Wake();
        return next;
    }

    /// <summary>Stops accepting connections. New connections wait in the backlog of the system.</summary>
    [QtMember("QTcpServer::pauseAccepting")]
    public void PauseAccepting() => _strand.Execute(() => _paused = true);

    /// <summary>Continues to accept connections.</summary>
    [QtMember("QTcpServer::resumeAccepting")]
    public void ResumeAccepting() => _strand.Execute(() => _paused = false);

    /// <summary>Waits until a connection can be taken.</summary>
    /// <param name="milliseconds">The maximum time to wait, in milliseconds. The value -1 means no limit, and 0 checks once.</param>
    /// <param name="timedOut">True if the wait timed out.</param>
    /// <returns>True if a connection can be taken.</returns>
    /// <exception cref="InvalidOperationException">Another thread is waiting on this server.</exception>
    [QtMember("QTcpServer::waitForNewConnection")]
    public bool WaitForNewConnection(int milliseconds, out bool timedOut)
    {
        DriveResult result = Drive(milliseconds);
        timedOut = result == DriveResult.TimedOut;
        return result == DriveResult.Satisfied;
    }

    /// <summary>Waits until a connection can be taken.</summary>
    /// <param name="milliseconds">The maximum time to wait, in milliseconds. The value -1 means no limit, and 0 checks once.</param>
    /// <returns>True if a connection can be taken.</returns>
    /// <exception cref="InvalidOperationException">Another thread is waiting on this server.</exception>
    [QtMember("QTcpServer::waitForNewConnection")]
    public bool WaitForNewConnection(int milliseconds = 0) => WaitForNewConnection(milliseconds, out _);

    /// <summary>Stops listening and aborts the connections that were not taken. It is safe to call this from any thread and more than
    /// once.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees the resources of the object.</summary>
    /// <param name="disposing">True if <see cref="Dispose()"/> calls the method.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (_disposed || !disposing)
            return;
        _disposed = true;
        Close();
    }
}
