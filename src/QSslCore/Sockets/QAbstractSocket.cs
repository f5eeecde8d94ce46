using System.Net;
using QSslCore.Sockets;

namespace QSslCore;

/// <summary>What all sockets have in common: states, errors, connecting, buffered reading and writing, waiting.</summary>
/// <remarks>
/// <para>A socket moves only while somebody drives it: inside any WaitFor… call, or in the background while somebody
/// listens to one of its events. Data written, and events that came up meanwhile, wait for the next driver.</para>
/// <para>One thread at a time may wait; properties, reads, writes, <see cref="Abort"/> and <see cref="Dispose()"/> are safe
/// from any thread at any time, and take effect on the waiting thread when there is one.</para>
/// </remarks>
public abstract partial class QAbstractSocket : QIODevice, IStrandMachine, IDisposable, IAsyncDisposable
{
    private readonly INetwork _network;
    private readonly Signal<SignalEventArgs> _hostFound;
    private readonly Signal<SignalEventArgs> _connected;
    private readonly Signal<SignalEventArgs> _disconnected;
    private readonly Signal<StateChangedEventArgs> _stateChanged;
    private readonly Signal<ErrorOccurredEventArgs> _errorOccurred;
    private long _readBufferSize;
    private int _generation;

    /// <summary>The connection stood at some time since it was begun.</summary>
    private bool _hasConnected;
    private volatile bool _disposed;

    private protected QAbstractSocket(SocketType type, INetwork network)
        : base(device => new Strand((IStrandMachine)device, network.Reactor))
    {
        _network = network;
        SocketType = type;
        _hostFound = new(Strand);
        _connected = new(Strand);
        _disconnected = new(Strand);
        _stateChanged = new(Strand);
        _errorOccurred = new(Strand);
        _proxyAuthenticationRequired = new(Strand);
    }

    /// <summary>The host's addresses are known.</summary>
    [QtMember("QAbstractSocket::hostFound")]
    public event EventHandler<SignalEventArgs> HostFound
    {
        add => _hostFound.Add(value);
        remove => _hostFound.Remove(value);
    }

    /// <summary>The TCP connection stands.</summary>
    [QtMember("QAbstractSocket::connected")]
    public event EventHandler<SignalEventArgs> Connected
    {
        add => _connected.Add(value);
        remove => _connected.Remove(value);
    }

    /// <summary>The connection has ended.</summary>
    [QtMember("QAbstractSocket::disconnected")]
    public event EventHandler<SignalEventArgs> Disconnected
    {
        add => _disconnected.Add(value);
        remove => _disconnected.Remove(value);
    }

    /// <summary>The socket entered another state.</summary>
    [QtMember("QAbstractSocket::stateChanged")]
    public event EventHandler<StateChangedEventArgs> StateChanged
    {
        add => _stateChanged.Add(value);
        remove => _stateChanged.Remove(value);
    }

    /// <summary>An error occurred; <see cref="QIODevice.ErrorString"/> has the words.</summary>
    [QtMember("QAbstractSocket::errorOccurred")]
    public event EventHandler<ErrorOccurredEventArgs> ErrorOccurred
    {
        add => _errorOccurred.Add(value);
        remove => _errorOccurred.Remove(value);
    }

    /// <summary>Where the socket is in its life.</summary>
    [QtMember("QAbstractSocket::state")]
    public SocketState State { get; private set; }

    /// <summary>The last error; <see cref="QSocketError.UnknownSocketError"/> when there was none.</summary>
    [QtMember("QAbstractSocket::error")]
    public QSocketError Error { get; private protected set; } = QSocketError.UnknownSocketError;

    /// <summary>The kind of socket.</summary>
    [QtMember("QAbstractSocket::socketType")]
    public SocketType SocketType { get; }

    /// <summary>The host as it was given to connect to; empty when none was.</summary>
    [QtMember("QAbstractSocket::peerName")]
    public string PeerName { get; private protected set; } = "";

    /// <summary>The peer's address while connected, else null.</summary>
    [QtMember("QAbstractSocket::peerAddress")]
    public IPAddress? PeerAddress { get; private set; }

    /// <summary>The peer's port while connected, else 0.</summary>
    [QtMember("QAbstractSocket::peerPort")]
    public int PeerPort { get; private set; }

    /// <summary>The local address while connected, else null.</summary>
    [QtMember("QAbstractSocket::localAddress")]
    public IPAddress? LocalAddress { get; private set; }

    /// <summary>The local port while connected, else 0.</summary>
    [QtMember("QAbstractSocket::localPort")]
    public int LocalPort { get; private set; }

    /// <summary>The system's descriptor, owned by this object; -1 when there is none.</summary>
    [QtMember("QAbstractSocket::socketDescriptor")]
    public nint SocketDescriptor => (Transport ?? _bound)?.Handle ?? -1;

    /// <inheritdoc/>
    public override int ReadChannelCount => HasConnection ? 1 : 0;

    /// <inheritdoc/>
    public override int WriteChannelCount => HasConnection ? 1 : 0;

    private bool HasConnection => State is SocketState.ConnectedState or SocketState.ClosingState;

    /// <summary>True when the socket is open or has a connection.</summary>
    [QtMember("QAbstractSocket::isValid")]
    public bool IsValid => Transport is not null || IsOpen;

    /// <summary>
    /// The most bytes held for reading, 0 (the default) for no limit. At the limit nothing more is taken from the network,
    /// and the peer has to wait. May be set at any time; negative is taken for 0.
    /// </summary>
    [QtMember("QAbstractSocket::readBufferSize")]
    [QtMember("QAbstractSocket::setReadBufferSize")]
    public long ReadBufferSize
    {
        get => Volatile.Read(ref _readBufferSize);
        set
        {
            Volatile.Write(ref _readBufferSize, Math.Max(0, value));
            Strand.Wake();
        }
    }

    /// <summary>When to stop and wait for <see cref="Resume"/>; never by default.</summary>
    [QtMember("QAbstractSocket::pauseMode")]
    [QtMember("QAbstractSocket::setPauseMode")]
    public PauseModes PauseMode { get; set; }

    /// <summary>Goes on after a pause; nothing when there is none. The decision falls when the socket is next driven.</summary>
    [QtMember("QAbstractSocket::resume")]
    public virtual void Resume()
    {
    }

    int IStrandMachine.Generation => _generation;

    Interest IStrandMachine.Interest => CurrentInterest;

    /// <summary>The connection, from the moment it stands; owner only.</summary>
    private protected ISocketTransport? Transport { get; private set; }

    /// <summary>Host and port as the caller named them, for messages.</summary>
    internal string TargetText { get; private set; } = "";

    private protected override bool MayReceiveMore => State is SocketState.HostLookupState or SocketState.ConnectingState
        or SocketState.ConnectedState or SocketState.ClosingState;

    internal bool IsDisposed => _disposed;

    private protected TimeProvider Time => _network.Reactor.Time;

    /// <summary>
    /// Subscribes, and looks at the state, in one operation: nothing happens to the socket between the subscriptions, and what happens
    /// afterwards is heard. Apart, the first subscription lets the event loop drive, and an end that is read before the last one is lost.
    /// </summary>
    /// <param name="subscribe">Runs as owner; on another thread when that one is waiting on the socket.</param>
    internal void Observe(Action subscribe) => Strand.Execute(subscribe, raise: false, patience: s_briefPatience);

    private protected void SetState(SocketState state)
    {
        if (State == state)
            return;
        State = state;
        _hasConnected |= state == SocketState.ConnectedState;
        Strand.Queue(_stateChanged, new(state));
    }

    private protected void SetError(QSocketError error, string text)
    {
        Error = error;
        ErrorString = text;
        Strand.Queue(_errorOccurred, new(error));
    }

    private protected override void InputConsumed()
    {
        // Only a full buffer holds the network back.
        if (ReadBufferSize > 0)
            Strand.Wake();
    }

    void IStrandMachine.HandlerFailed(Exception exception)
    {
        HandlerException = exception;
        string text = $"A handler of one of the socket's events threw, and the connection was aborted: {exception.Message}";
        // After the end it may be a handler of that end, or of the error itself: told again, it would throw again, for ever.
        if (State == SocketState.UnconnectedState)
            (Error, ErrorString) = (QSocketError.UnknownSocketError, text);
        else
            Terminate(QSocketError.UnknownSocketError, text);
    }

    /// <summary>What a handler threw in the background, kept for the next wait to report.</summary>
    private protected Exception? HandlerException { get; private set; }
}
