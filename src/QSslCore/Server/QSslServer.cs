using QSslCore.Sockets;
using QSslCore.Sockets.Native;
using QSslCore.StartTls;

namespace QSslCore;

/// <summary>A TCP server that encrypts connections before it hands them out.</summary>
/// <remarks>
/// Handshakes run in parallel in the background, so that a slow or hostile client does not delay the others. The server drops a handshake
/// that fails or does not complete within <see cref="HandshakeTimeout"/>, and reports it with <see cref="ErrorOccurred"/>.
/// <see cref="MaxHandshakes"/> and <see cref="MaxHandshakesPerAddress"/> limit the pending handshakes.
/// <see cref="QTcpServer.MaxPendingConnections"/> limits the connections that are ready to be taken. At this limit, the server accepts no
/// more clients, but pending handshakes continue.
/// </remarks>
[QtMember("QSslServer")]
public partial class QSslServer : QTcpServer
{
    private readonly INetwork _network;
    private readonly SslServerSignals _signals;
    private readonly HandshakeTable _handshakes = new();
    private int _maxHandshakes = 4096;
    private int? _maxHandshakesPerAddress;
    private QSslConfiguration _configuration = QSslConfiguration.DefaultConfiguration;

    /// <summary>Kept between connections, so that clients can resume earlier sessions.</summary>
    private object? _shared;

    /// <summary>Creates a server with the default configuration that does not listen.</summary>
    [QtMember("QSslServer::QSslServer")]
    public QSslServer()
        : this(SystemNetwork.Instance)
    {
    }

    internal QSslServer(INetwork network)
        : base(network)
    {
        _network = network;
        _signals = new(Strand);
    }

    /// <summary>The server dropped a client before its connection was encrypted.</summary>
    [QtMember("QSslServer::errorOccurred")]
    public event EventHandler<SslServerErrorEventArgs> ErrorOccurred
    {
        add => _signals.ErrorOccurred.Add(value);
        remove => _signals.ErrorOccurred.Remove(value);
    }

    /// <summary>The problems with a client's certificate. A handler can accept them with <see cref="QSslSocket.IgnoreSslErrors()"/> of the
    /// client's socket.</summary>
    [QtMember("QSslServer::sslErrors")]
    public event EventHandler<SslServerSslErrorsEventArgs> SslErrors
    {
        add => _signals.SslErrors.Add(value);
        remove => _signals.SslErrors.Remove(value);
    }

    /// <summary>The configuration of connections that are accepted later. The getter and the setter copy the value.</summary>
    [QtMember("QSslServer::sslConfiguration")]
    [QtMember("QSslServer::setSslConfiguration")]
    public QSslConfiguration SslConfiguration
    {
        get => _configuration.Copy();
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            _configuration = value.Copy();
            _shared = null;
            if (IsListening)
                WarnOfWeakSettings();
        }
    }

    /// <summary>The maximum duration of a handshake, in milliseconds. The default is 5000. A change applies to connections that are
    /// accepted later.</summary>
    [QtMember("QSslServer::handshakeTimeout")]
    [QtMember("QSslServer::setHandshakeTimeout")]
    public int HandshakeTimeout { get; set; } = 5000;

    /// <summary>
    /// The maximum number of pending handshakes. The default is 4096 and the minimum is 1. When the limit is reached and another client
    /// connects, the server drops the oldest client that has sent nothing, and reports it with <see cref="ErrorOccurred"/>. When all
    /// clients have sent something, new clients wait in the backlog of the system. Each handshake uses a descriptor of the process.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1.</exception>
    public int MaxHandshakes
    {
        get => _maxHandshakes;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            _maxHandshakes = value;
            Wake();
        }
    }

    /// <summary>
    /// The maximum number of pending handshakes from one client address. The default is a quarter of <see cref="MaxHandshakes"/> and the
    /// minimum is 1. All addresses of an IPv6 /64 network count as one address. When the limit is reached and another client connects from
    /// the address, the server drops the oldest client of that address that has sent nothing. When all have sent something, the server
    /// drops the new client. Raise the limit for clients behind one proxy.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1.</exception>
    public int MaxHandshakesPerAddress
    {
        get => _maxHandshakesPerAddress ?? Math.Max(1, _maxHandshakes / 4);
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            _maxHandshakesPerAddress = value;
        }
    }

    /// <summary>The pending handshakes.</summary>
    internal int HandshakeCount => _handshakes.Count;

    /// <summary>Receives the phases of the handshakes of connections that are accepted while it is set. It is called on the threads that
    /// drive the handshakes, and must only record. Any thread may set it.</summary>
    internal Action<TraceLine>? Narrator { get; set; }

    /// <summary>Creates the plain-text dialogue before the handshake, or null if a connection begins with TLS.</summary>
    internal Func<StartTlsResponder>? Preface { get; set; }

    /// <summary>
    /// The protocol to use before TLS. The default of null means that a connection begins with TLS. The server sends a greeting, answers
    /// until the client requests TLS, and starts the handshake. It does not implement the rest of the protocol. A change applies to
    /// connections that are accepted later. The server drops a client that does not start TLS, and <see cref="ErrorOccurred"/> says why.
    /// </summary>
    /// <exception cref="ArgumentException">The protocol has no server implementation.</exception>
    public StartTlsProtocol? StartTls
    {
        get;
        set
        {
            if (value is { HasServerSide: false })
                throw new ArgumentException($"There is no server's side of the protocol {value}.", nameof(value));
            field = value;
            Preface = value is null ? null : () => value.CreateResponder(StartTlsFault.None)!;
        }
    }

    /// <summary>Describes why a server cannot use a configuration, or returns null if it can.</summary>
    internal static string? DescribeFault(QSslConfiguration configuration) =>
        Tls.ConfigurationCheck.Run(SslMode.SslServerMode, configuration)?.Message;

    /// <summary>Takes the next encrypted connection, as <see cref="QTcpServer.AcceptAsync"/> does.</summary>
    /// <param name="cancellationToken">Cancels the wait. No connection is lost.</param>
    /// <returns>The socket, which the caller then owns.</returns>
    /// <exception cref="QSslSocketException">The server does not listen, or was closed during the wait.</exception>
    /// <exception cref="InvalidOperationException">A script block listens to an event of the server, so the event loop cannot accept
    /// connections.</exception>
    /// <exception cref="InvalidCastException">A derived server added a socket of another type.</exception>
    /// <exception cref="ObjectDisposedException">The server was disposed of before the call.</exception>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    public new async Task<QSslSocket> AcceptAsync(CancellationToken cancellationToken = default) =>
        (QSslSocket)await base.AcceptAsync(cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    [QtMember("QSslServer::incomingConnection")]
    protected override void IncomingConnection(nint socketDescriptor)
    {
        _shared = Share();
        QSslSocket socket = new(_network) { HandlingServer = this };
        socket.Share(_configuration);
        if (Narrator is not null)
            socket.Narrator = line => Narrator?.Invoke(line);
        if (!socket.SetSocketDescriptor(socketDescriptor))
        {
            _network.Discard(socketDescriptor);
            return;
        }
        AcceptedHandshake handshake = new(this, socket, _network.Reactor.Time);
        bool isTaken = _handshakes.TryAdd(handshake, MaxHandshakes, MaxHandshakesPerAddress, out AcceptedHandshake? givesWay,
            out bool isClientFull);
        string limit = isClientFull ? $"MaxHandshakesPerAddress ({MaxHandshakesPerAddress})" : $"MaxHandshakes ({MaxHandshakes})";
        givesWay?.Drop($"The client had sent nothing yet and was dropped for a newer connection: {limit} was reached.");
        if (isTaken)
        {
            handshake.Start();
            return;
        }
        string text = Describe(socket, $"The client was dropped: {limit} was reached by clients with a pending handshake.");
        RaiseSignal(_signals.ErrorOccurred, new(socket, QSocketError.SocketResourceError, text));
        handshake.Dispose();
    }

    private protected override bool HasRoom => _handshakes.HasRoom(MaxHandshakes);

    private protected override void DropUnready()
    {
        foreach (AcceptedHandshake handshake in _handshakes.Clear())
            handshake.Dispose();
    }

    private object? Share()
    {
        try
        {
            return Tls.TlsBackendRegistry.Find(_configuration.Backend)?.Share(SslMode.SslServerMode, _configuration);
        }
        catch (Tls.TlsSetupException)
        {
            // Each connection reports the error itself.
            return null;
        }
    }

    /// <summary>The client has sent something, so it is no longer one of the clients that can be dropped. Any thread may call
    /// this.</summary>
    internal void Spoke(AcceptedHandshake handshake) => _handshakes.Spoke(handshake);

    /// <summary>A client's connection is encrypted. Any thread may call this.</summary>
    internal void HandOut(AcceptedHandshake handshake) => RunAsOwner(() =>
    {
        if (!_handshakes.Remove(handshake))
            return;
        handshake.Socket.HandlingServer = null;
        AddPendingConnection(handshake.Socket);
    });

    /// <summary>A client's connection failed or timed out. Any thread may call this.</summary>
    internal void Report(AcceptedHandshake handshake, QSocketError error, string text) => RunAsOwner(() =>
    {
        if (!_handshakes.Remove(handshake))
            return;
        RaiseSignal(_signals.ErrorOccurred, new(handshake.Socket, error, Describe(handshake.Socket, text)));
        handshake.Socket.Dispose();
    });

    internal void TellStarted(QSslSocket socket)
    {
        if (_signals.StartedEncryptionHandshake.HasSubscribers)
            Tell(_signals.StartedEncryptionHandshake, new(socket));
    }

    /// <summary>Describes the problem and the client.</summary>
    private static string Describe(QSslSocket socket, string text) =>
        text.Contains(socket.TargetText, StringComparison.Ordinal) ? text : $"{socket.TargetText}: {text}";
}
