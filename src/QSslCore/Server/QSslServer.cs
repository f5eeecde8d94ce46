using QSslCore.Sockets;
using QSslCore.Sockets.Native;
using QSslCore.StartTls;

namespace QSslCore;

/// <summary>A TCP server whose connections are encrypted before they are handed out.</summary>
/// <remarks>
/// Handshakes run in the background, many at once, so that a slow or hostile client delays no other. One that fails or
/// does not end within <see cref="HandshakeTimeout"/> is dropped and reported by <see cref="ErrorOccurred"/>. Handshakes have
/// limits of their own, <see cref="MaxHandshakes"/> and <see cref="MaxHandshakesPerAddress"/>:
/// <see cref="QTcpServer.MaxPendingConnections"/> counts the connections that are ready to be taken. While that many wait the server
/// accepts no more; handshakes that are under way then still end.
/// </remarks>
[QtMember("QSslServer")]
public partial class QSslServer : QTcpServer
{
    private readonly INetwork _network;
    private readonly Signal<SslServerErrorEventArgs> _errorOccurred;
    private readonly Signal<SslServerSslErrorsEventArgs> _sslErrors;
    private readonly HandshakeTable _handshakes = new();
    private int _maxHandshakes = 4096;
    private int? _maxHandshakesPerAddress;
    private QSslConfiguration _configuration = QSslConfiguration.DefaultConfiguration;

    /// <summary>Kept between connections, so that clients can come back with the tickets of earlier ones.</summary>
    private object? _shared;

    /// <summary>Makes a server that does not listen, with the default configuration.</summary>
    [QtMember("QSslServer::QSslServer")]
    public QSslServer()
        : this(SystemNetwork.Instance)
    {
    }

    internal QSslServer(INetwork network)
        : base(network)
    {
        _network = network;
        _errorOccurred = NewSignal<SslServerErrorEventArgs>();
        _sslErrors = NewSignal<SslServerSslErrorsEventArgs>();
        _peerVerifyError = NewSignal<SslServerPeerVerifyErrorEventArgs>();
        _preSharedKeyAuthenticationRequired = NewSignal<SslServerPreSharedKeyEventArgs>();
        _alertSent = NewSignal<SslServerAlertEventArgs>();
        _alertReceived = NewSignal<SslServerAlertEventArgs>();
        _handshakeInterruptedOnError = NewSignal<SslServerHandshakeInterruptedEventArgs>();
        _startedEncryptionHandshake = NewSignal<SslServerSocketEventArgs>();
    }

    /// <summary>A client was dropped before its connection was encrypted.</summary>
    [QtMember("QSslServer::errorOccurred")]
    public event EventHandler<SslServerErrorEventArgs> ErrorOccurred
    {
        add => _errorOccurred.Add(value);
        remove => _errorOccurred.Remove(value);
    }

    /// <summary>What is wrong with a client's certificate; a handler may accept it with <see cref="QSslSocket.IgnoreSslErrors()"/> of the
    /// client's socket.</summary>
    [QtMember("QSslServer::sslErrors")]
    public event EventHandler<SslServerSslErrorsEventArgs> SslErrors
    {
        add => _sslErrors.Add(value);
        remove => _sslErrors.Remove(value);
    }

    /// <summary>The configuration of connections that are accepted later; copied when set and when read.</summary>
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

    /// <summary>How long a handshake may take, in milliseconds; 5000 unless set, for connections that are accepted later.</summary>
    [QtMember("QSslServer::handshakeTimeout")]
    [QtMember("QSslServer::setHandshakeTimeout")]
    public int HandshakeTimeout { get; set; } = 5000;

    /// <summary>
    /// How many handshakes may be under way at once, 4096 unless set; at least 1. When a client comes and the limit is reached, the
    /// oldest client that has said nothing gives way: it is dropped, and reported by <see cref="ErrorOccurred"/>. When all have said
    /// something, further clients wait in the system's backlog. Each handshake holds a descriptor of the process.
    /// </summary>
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
    /// How many of them may be of one client's address, a quarter of <see cref="MaxHandshakes"/> unless set; at least 1. The addresses
    /// of an IPv6 network of 64 bits count as one. When a client comes and its limit is reached, the oldest of the same address that has
    /// said nothing gives way; when all have said something, the new one is dropped. Raise it for clients behind one proxy.
    /// </summary>
    public int MaxHandshakesPerAddress
    {
        get => _maxHandshakesPerAddress ?? Math.Max(1, _maxHandshakes / 4);
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            _maxHandshakesPerAddress = value;
        }
    }

    /// <summary>Handshakes that are under way.</summary>
    internal int HandshakeCount => _handshakes.Count;

    /// <summary>Gets the phases of the handshakes of connections that are accepted from now on, as long as it is set. Called on the threads
    /// that drive them, and only takes note. Any thread.</summary>
    internal Action<TraceLine>? Narrator { get; set; }

    /// <summary>Makes what is said before the handshake; null when a connection begins with TLS.</summary>
    internal Func<StartTlsResponder>? Preface { get; set; }

    /// <summary>
    /// The protocol that comes before TLS; null, the default, when a connection begins with TLS. The server greets, answers until the
    /// client asks for TLS, and starts the handshake; it plays the protocol no further. It is valid for connections that are accepted
    /// from then on. A client that does not come to TLS is dropped, and <see cref="ErrorOccurred"/> says why.
    /// </summary>
    /// <exception cref="ArgumentException">There is no server's side of the protocol.</exception>
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

    /// <summary>What keeps a configuration from being a server's, in a sentence; null when nothing does.</summary>
    internal static string? DescribeFault(QSslConfiguration configuration) =>
        Tls.ConfigurationCheck.Run(SslMode.SslServerMode, configuration)?.Message;

    /// <summary>Takes the next encrypted connection, as <see cref="QTcpServer.AcceptAsync"/> does.</summary>
    /// <param name="cancellationToken">Gives up waiting; no connection is lost.</param>
    /// <returns>The socket, which is the caller's from then on.</returns>
    /// <exception cref="QSslSocketException">The server does not listen, or was closed meanwhile.</exception>
    /// <exception cref="InvalidOperationException">A script block listens to an event of the server, so the event loop may not
    /// accept.</exception>
    /// <exception cref="InvalidCastException">A derived server has added a socket of another type.</exception>
    /// <exception cref="ObjectDisposedException">The server was disposed of before the call.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public new async Task<QSslSocket> AcceptAsync(CancellationToken cancellationToken = default) =>
        (QSslSocket)await base.AcceptAsync(cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    [QtMember("QSslServer::incomingConnection")]
    protected override void IncomingConnection(nint socketDescriptor)
    {
        _shared ??= Share();
        QSslSocket socket = new(_network) { SslConfiguration = _configuration, HandlingServer = this };
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
        givesWay?.Drop($"The client had said nothing yet, and gave way to a newer connection: {limit} was reached.");
        if (isTaken)
        {
            handshake.Start();
            return;
        }
        string text = Describe(socket, $"The client was dropped: {limit} was reached by clients whose handshake has begun.");
        RaiseSignal(_errorOccurred, new(socket, QSocketError.SocketResourceError, text));
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
            // Each connection says it in its own words.
            return null;
        }
    }

    /// <summary>The client has said something, and is not one of those that give way. Any thread.</summary>
    internal void Spoke(AcceptedHandshake handshake) => _handshakes.Spoke(handshake);

    /// <summary>A client's connection is encrypted. Any thread.</summary>
    internal void HandOut(AcceptedHandshake handshake) => RunAsOwner(() =>
    {
        if (!_handshakes.Remove(handshake))
            return;
        handshake.Socket.HandlingServer = null;
        AddPendingConnection(handshake.Socket);
    });

    /// <summary>A client's connection has failed, or is given up. Any thread.</summary>
    internal void Report(AcceptedHandshake handshake, QSocketError error, string text) => RunAsOwner(() =>
    {
        if (!_handshakes.Remove(handshake))
            return;
        RaiseSignal(_errorOccurred, new(handshake.Socket, error, Describe(handshake.Socket, text)));
        handshake.Socket.Dispose();
    });

    internal void TellStarted(QSslSocket socket)
    {
        if (_startedEncryptionHandshake.HasSubscribers)
            Tell(_startedEncryptionHandshake, new(socket));
    }

    /// <summary>What happened, and to which client.</summary>
    private static string Describe(QSslSocket socket, string text) =>
        text.Contains(socket.TargetText, StringComparison.Ordinal) ? text : $"{socket.TargetText}: {text}";
}
