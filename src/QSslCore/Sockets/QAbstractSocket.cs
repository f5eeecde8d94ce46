using System.Diagnostics;
using System.Net;
using QSslCore.Sockets;

namespace QSslCore;

/// <summary>The base of all sockets: states, errors, connecting, buffered reading and writing, and waiting.</summary>
/// <remarks>
/// <para>A socket makes progress only while it is driven: inside any WaitFor… call, or in the background while one of its events has a
/// listener. Written data and pending events wait for the next driver.</para>
/// <para>Only one thread at a time may wait. Properties, reads, writes, <see cref="Abort"/>, and <see cref="Dispose()"/> are safe from any
/// thread at any time. If a thread is waiting, they take effect on that thread.</para>
/// </remarks>
public abstract partial class QAbstractSocket : QIODevice, IStrandMachine, IDisposable, IAsyncDisposable
{
    private readonly INetwork _network;
    private readonly SocketSignals _signals;
    private volatile ConnectionState _connection = new();
    private int _generation;
    private volatile bool _disposed;

    private protected QAbstractSocket(QSocketType type, INetwork network)
        : base(device => new Strand((IStrandMachine)device, network.Reactor))
    {
        _network = network;
        SocketType = type;
        _signals = new(Strand);
    }

    /// <summary>The host's addresses are known.</summary>
    [QtMember("QAbstractSocket::hostFound")]
    public event EventHandler<SignalEventArgs> HostFound
    {
        add => _signals.HostFound.Add(value);
        remove => _signals.HostFound.Remove(value);
    }

    /// <summary>The TCP connection is established.</summary>
    [QtMember("QAbstractSocket::connected")]
    public event EventHandler<SignalEventArgs> Connected
    {
        add => _signals.Connected.Add(value);
        remove => _signals.Connected.Remove(value);
    }

    /// <summary>The connection has ended.</summary>
    [QtMember("QAbstractSocket::disconnected")]
    public event EventHandler<SignalEventArgs> Disconnected
    {
        add => _signals.Disconnected.Add(value);
        remove => _signals.Disconnected.Remove(value);
    }

    /// <summary>The socket entered another state.</summary>
    [QtMember("QAbstractSocket::stateChanged")]
    public event EventHandler<StateChangedEventArgs> StateChanged
    {
        add => _signals.StateChanged.Add(value);
        remove => _signals.StateChanged.Remove(value);
    }

    /// <summary>An error occurred. <see cref="QIODevice.ErrorString"/> contains its description.</summary>
    [QtMember("QAbstractSocket::errorOccurred")]
    public event EventHandler<ErrorOccurredEventArgs> ErrorOccurred
    {
        add => _signals.ErrorOccurred.Add(value);
        remove => _signals.ErrorOccurred.Remove(value);
    }

    /// <summary>The current state of the socket.</summary>
    [QtMember("QAbstractSocket::state")]
    public SocketState State { get; private set; }

    /// <summary>The last error, or <see cref="QSocketError.UnknownSocketError"/> if there was none.</summary>
    [QtMember("QAbstractSocket::error")]
    public QSocketError Error => _connection.Error;

    /// <summary>The type of the socket.</summary>
    [QtMember("QAbstractSocket::socketType")]
    public QSocketType SocketType { get; }

    /// <summary>The host that the caller specified, or empty if there is none.</summary>
    [QtMember("QAbstractSocket::peerName")]
    public string PeerName => _connection.Endpoints.PeerName;

    /// <summary>The same as a name to verify by.</summary>
    private protected PeerHost PeerHost => _connection.Endpoints.PeerHost;

    /// <summary>The peer's address while connected, otherwise null.</summary>
    [QtMember("QAbstractSocket::peerAddress")]
    public IPAddress? PeerAddress => _connection.Endpoints.PeerAddress;

    /// <summary>The peer's port while connected, otherwise 0.</summary>
    [QtMember("QAbstractSocket::peerPort")]
    public int PeerPort => _connection.Endpoints.PeerPort;

    /// <summary>The local address while connected, otherwise null.</summary>
    [QtMember("QAbstractSocket::localAddress")]
    public IPAddress? LocalAddress => _connection.Endpoints.LocalAddress;

    /// <summary>The local port while connected, otherwise 0.</summary>
    [QtMember("QAbstractSocket::localPort")]
    public int LocalPort => _connection.Endpoints.LocalPort;

    /// <summary>The descriptor of the system, which this object owns, or -1 if there is none.</summary>
    [QtMember("QAbstractSocket::socketDescriptor")]
    public nint SocketDescriptor => (Transport ?? _bound?.Transport)?.Handle ?? -1;

    /// <inheritdoc/>
    public override int ReadChannelCount => HasConnection ? 1 : 0;

    /// <inheritdoc/>
    public override int WriteChannelCount => HasConnection ? 1 : 0;

    private bool HasConnection => State is SocketState.ConnectedState or SocketState.ClosingState;

    /// <summary>True if the socket is open or has a connection.</summary>
    [QtMember("QAbstractSocket::isValid")]
    public bool IsValid => Transport is not null || IsOpen;

    /// <summary>
    /// The maximum number of bytes to buffer for reading. The default of 0 means no limit. At the limit, the socket reads nothing more from
    /// the network, and the peer must wait. The value can be set at any time. A negative value means 0.
    /// </summary>
    [QtMember("QAbstractSocket::readBufferSize")]
    [QtMember("QAbstractSocket::setReadBufferSize")]
    public long ReadBufferSize
    {
        get => Input.Limit;
        set
        {
            Input.Limit = Math.Max(0, value);
            Strand.Wake();
        }
    }

    /// <summary>The conditions for a pause until <see cref="Resume"/> is called. The default is never.</summary>
    [QtMember("QAbstractSocket::pauseMode")]
    [QtMember("QAbstractSocket::setPauseMode")]
    public PauseModes PauseMode { get; set; }

    /// <summary>Continues after a pause. Without a pause, this call does nothing. The decision is made when the socket is next
    /// driven.</summary>
    [QtMember("QAbstractSocket::resume")]
    public virtual void Resume()
    {
    }

    int IStrandMachine.Generation => _generation;

    Interest IStrandMachine.Interest => CurrentInterest;

    /// <summary>The connection after it is established. Owner only.</summary>
    private protected ISocketTransport? Transport => _connection.Transport;

    /// <summary>Host and port as the caller named them, for messages.</summary>
    internal string TargetText => _connection.Endpoints.Target;

    /// <summary>The facts about the current connection, or the last one. Only the owner changes them.</summary>
    internal ConnectionState Connection => _connection;

    private protected override bool MayReceiveMore => State is SocketState.HostLookupState or SocketState.ConnectingState
        or SocketState.ConnectedState or SocketState.ClosingState;

    internal bool IsDisposed => _disposed;

    private protected TimeProvider Time => _network.Reactor.Time;

    /// <summary>
    /// Subscribes and reads the state in one operation. Nothing happens to the socket between the subscriptions, and later events reach the
    /// subscribers. Otherwise, the first subscription would let the event loop drive the socket, and an end that it reads before the last
    /// subscription would be lost.
    /// </summary>
    /// <param name="subscribe">The action to run as the owner. It runs on another thread if that thread is waiting on the socket.</param>
    internal void Observe(Action subscribe) => Strand.Execute(subscribe, raise: false, patience: s_briefPatience);

    private protected void SetState(SocketState state)
    {
        Debug.Assert(Strand.IsOwner);
        if (State == state)
            return;
        State = state;
        _connection.WasEstablished |= state == SocketState.ConnectedState;
        Strand.Queue(_signals.StateChanged, new(state));
    }

    private protected void SetError(QSocketError error, string text)
    {
        Debug.Assert(Strand.IsOwner);
        _connection.Error = error;
        ErrorString = text;
        _trace?.Error(error, text);
        Strand.Queue(_signals.ErrorOccurred, new(error));
    }

    private protected override void InputConsumed()
    {
        // Only a full buffer holds the network back.
        if (ReadBufferSize > 0)
            Strand.Wake();
    }

    void IStrandMachine.HandlerFailed(Exception exception)
    {
        _connection.HandlerException = exception;
        string text = $"A handler of one of the socket's events threw, and the connection was aborted: {exception.Message}";
        // After the end it may be a handler of that end, or of the error itself: told again, it would throw again, for ever.
        if (State == SocketState.UnconnectedState)
            (_connection.Error, ErrorString) = (QSocketError.UnknownSocketError, text);
        else
            Terminate(QSocketError.UnknownSocketError, text);
    }

    /// <summary>Aborts the connection and frees all resources. It is safe to call this from any thread, at any time, and more than
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
        Abort();
    }
}
