using System.Net;
using System.Net.Sockets;
using QSslCore.Sockets;
using QSslCore.Sockets.Native;

namespace QSslCore;

/// <summary>A TCP server: listens, accepts, and keeps connections until they are taken.</summary>
/// <remarks>
/// Like a socket, it advances only while it is driven: inside <see cref="WaitForNewConnection(int)"/>, or in the
/// background while one of its events has a listener or <see cref="AcceptAsync"/> is awaited. One thread at a time may wait.
/// </remarks>
[QtMember("QTcpServer")]
public partial class QTcpServer : IStrandMachine, IDisposable, IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    private readonly INetwork _network;
    private readonly Strand _strand;
    private readonly Signal<SignalEventArgs> _newConnection;
    private readonly Signal<SignalEventArgs> _pendingConnectionAvailable;
    private readonly Signal<ErrorOccurredEventArgs> _acceptError;
    private readonly Queue<QTcpSocket> _pending = new();
    private readonly Lock _pendingLock = new();
    private QNetworkProxy _proxy = new();
    private IListener? _listener;
    private int _maxPendingConnections = 30;
    private bool _paused;
    private Deadline _acceptBackOff;
    private volatile bool _disposed;

    /// <summary>Makes a server that does not listen.</summary>
    [QtMember("QTcpServer::QTcpServer")]
    public QTcpServer()
        : this(SystemNetwork.Instance)
    {
    }

    internal QTcpServer(INetwork network)
    {
        _network = network;
        _strand = new(this, network.Reactor);
        _newConnection = new(_strand);
        _pendingConnectionAvailable = new(_strand);
        _acceptError = new(_strand);
    }

    /// <summary>A connection came in.</summary>
    [QtMember("QTcpServer::newConnection")]
    public event EventHandler<SignalEventArgs> NewConnection
    {
        add => _newConnection.Add(value);
        remove => _newConnection.Remove(value);
    }

    /// <summary>A connection can be taken with <see cref="NextPendingConnection"/>.</summary>
    [QtMember("QTcpServer::pendingConnectionAvailable")]
    public event EventHandler<SignalEventArgs> PendingConnectionAvailable
    {
        add => _pendingConnectionAvailable.Add(value);
        remove => _pendingConnectionAvailable.Remove(value);
    }

    /// <summary>Accepting a connection failed; the server goes on.</summary>
    [QtMember("QTcpServer::acceptError")]
    public event EventHandler<ErrorOccurredEventArgs> AcceptError
    {
        add => _acceptError.Add(value);
        remove => _acceptError.Remove(value);
    }

    /// <summary>True while listening.</summary>
    [QtMember("QTcpServer::isListening")]
    public bool IsListening { get; private set; }

    /// <summary>The port that is listened on; 0 when none is.</summary>
    [QtMember("QTcpServer::serverPort")]
    public int ServerPort { get; private set; }

    /// <summary>The address that is listened on; null when none is.</summary>
    [QtMember("QTcpServer::serverAddress")]
    public IPAddress? ServerAddress { get; private set; }

    /// <summary>How many connections wait here at the most, 30 by default; further ones wait in the system's backlog.</summary>
    [QtMember("QTcpServer::maxPendingConnections")]
    [QtMember("QTcpServer::setMaxPendingConnections")]
    public int MaxPendingConnections
    {
        get => _maxPendingConnections;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            _maxPendingConnections = value;
            _strand.Wake();
        }
    }

    /// <summary>The system's backlog for the next <see cref="Listen"/>, 50 by default.</summary>
    [QtMember("QTcpServer::listenBacklogSize")]
    [QtMember("QTcpServer::setListenBacklogSize")]
    public int ListenBacklogSize { get; set; } = 50;

    /// <summary>True when a connection can be taken.</summary>
    [QtMember("QTcpServer::hasPendingConnections")]
    public bool HasPendingConnections
    {
        get
        {
            lock (_pendingLock)
            {
                return _pending.Count > 0;
            }
        }
    }

    /// <summary>The last error.</summary>
    [QtMember("QTcpServer::serverError")]
    public QSocketError ServerError { get; private set; } = QSocketError.UnknownSocketError;

    /// <summary>The last error in words; empty when there was none.</summary>
    [QtMember("QTcpServer::errorString")]
    public string ErrorString { get; private set; } = "";

    /// <summary>
    /// A proxy to listen through. None can here: with a proxy set, <see cref="Listen"/> fails and says so. Copied both ways.
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

    /// <summary>The system's descriptor that is listened on; -1 when none is.</summary>
    [QtMember("QTcpServer::socketDescriptor")]
    public nint SocketDescriptor => _listener?.Transport.Handle ?? -1;

    /// <summary>Adopts a listening socket of the system, such as one from systemd, and owns it from then on.</summary>
    /// <param name="socketDescriptor">The system's descriptor.</param>
    /// <returns>False, with the error set, when it is none, or the server listens already.</returns>
    [QtMember("QTcpServer::setSocketDescriptor")]
    public bool SetSocketDescriptor(nint socketDescriptor) => Open(
        () => _network.AdoptListener(socketDescriptor), $"the descriptor {socketDescriptor}", nameof(SetSocketDescriptor));

    /// <summary>Starts to listen.</summary>
    /// <param name="address">The address; null for any, IPv6 and IPv4.</param>
    /// <param name="port">The port; 0 for a free one, see <see cref="ServerPort"/>.</param>
    /// <returns>False, with the error set, when it cannot; also when it listens already.</returns>
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
    /// Stops listening; connections that were not taken are aborted. When it returns that is done, unless another thread is waiting on the
    /// server, or in a handler that takes its time: then that thread does it next. On Linux no client gets in through a copy of its
    /// descriptor either, unless it came from <see cref="SetSocketDescriptor"/>: then others may share it.
    /// </summary>
    [QtMember("QTcpServer::close")]
    public void Close() => _strand.Execute(CloseNow, patience: s_patience);

    /// <summary>Takes the next connection.</summary>
    /// <returns>The socket, which is the caller's from then on; null when there is none.</returns>
    [QtMember("QTcpServer::nextPendingConnection")]
    public virtual QTcpSocket? NextPendingConnection()
    {
        QTcpSocket? next;
        lock (_pendingLock)
        {
            _pending.TryDequeue(out next);
        }
        // There is room again.
        _strand.Wake();
        return next;
    }

    /// <summary>Stops accepting; connections wait in the system's backlog.</summary>
    [QtMember("QTcpServer::pauseAccepting")]
    public void PauseAccepting() => _strand.Execute(() => _paused = true);

    /// <summary>Accepts again.</summary>
    [QtMember("QTcpServer::resumeAccepting")]
    public void ResumeAccepting() => _strand.Execute(() => _paused = false);

    /// <summary>Waits until a connection can be taken.</summary>
    /// <param name="milliseconds">The limit; -1 is none, 0 looks once.</param>
    /// <param name="timedOut">True when the limit passed.</param>
    /// <returns>True when one can be taken.</returns>
    /// <exception cref="InvalidOperationException">Another thread is waiting on this server.</exception>
    [QtMember("QTcpServer::waitForNewConnection")]
    public bool WaitForNewConnection(int milliseconds, out bool timedOut)
    {
        DriveResult result = Drive(milliseconds);
        timedOut = result == DriveResult.TimedOut;
        return result == DriveResult.Satisfied;
    }

    /// <summary>Waits until a connection can be taken.</summary>
    /// <param name="milliseconds">The limit; -1 is none, 0 looks once.</param>
    /// <returns>True when one can be taken.</returns>
    /// <exception cref="InvalidOperationException">Another thread is waiting on this server.</exception>
    [QtMember("QTcpServer::waitForNewConnection")]
    public bool WaitForNewConnection(int milliseconds = 0) => WaitForNewConnection(milliseconds, out _);

    /// <summary>Stops listening and aborts what was not taken. Safe from any thread, more than once.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees what the object holds.</summary>
    /// <param name="disposing">True from <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (_disposed || !disposing)
            return;
        _disposed = true;
        Close();
    }
}
