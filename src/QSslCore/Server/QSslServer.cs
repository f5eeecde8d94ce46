using QSslCore.Sockets;
using QSslCore.Sockets.Native;

namespace QSslCore;

/// <summary>A TCP server whose connections are encrypted before they are handed out.</summary>
/// <remarks>
/// Handshakes run in the background, many at once, so that a slow or hostile client holds nobody up. One that fails or
/// does not end within <see cref="HandshakeTimeout"/> is dropped and reported by <see cref="ErrorOccurred"/>. Connections
/// whose handshake is under way count against <see cref="QTcpServer.MaxPendingConnections"/>.
/// </remarks>
[QtMember("QSslServer")]
public partial class QSslServer : QTcpServer
{
    private readonly INetwork _network;
    private readonly Signal<SslServerErrorEventArgs> _errorOccurred;
    private readonly Signal<SslServerSslErrorsEventArgs> _sslErrors;
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

    /// <summary>What is wrong with a client's certificate; a handler may accept it with <see cref="QSslSocket.IgnoreSslErrors()"/> of the client's socket.</summary>
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

    /// <summary>Makes what is said before the handshake; null when a connection begins with TLS.</summary>
    internal Func<StartTls.StartTlsResponder>? Preface { get; set; }

    /// <summary>What keeps a configuration from being a server's, in a sentence; null when nothing does.</summary>
    internal static string? DescribeFault(QSslConfiguration configuration) =>
        Tls.ConfigurationCheck.Run(SslMode.SslServerMode, configuration)?.Message;

    /// <inheritdoc/>
    [QtMember("QSslServer::incomingConnection")]
    protected override void IncomingConnection(nint socketDescriptor)
    {
        _shared ??= Share();
        QSslSocket socket = new(_network) { SslConfiguration = _configuration, HandlingServer = this };
        if (!socket.SetSocketDescriptor(socketDescriptor))
        {
            _network.Discard(socketDescriptor);
            return;
        }
        Handshake handshake = new(this, socket, HandshakeTimeout);
        BeginHandshake(handshake);
        handshake.Start();
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

    private void Ended(Handshake handshake, bool encrypted, string? reason)
    {
        QSslSocket socket = handshake.Socket;
        RunAsOwner(() =>
        {
            if (!EndHandshake(handshake))
                return;
            if (encrypted)
            {
                socket.HandlingServer = null;
                AddPendingConnection(socket);
                return;
            }
            RaiseSignal(_errorOccurred, new(socket, socket.Error, reason ?? socket.ErrorString));
            socket.Dispose();
        });
    }

    private void TellStarted(QSslSocket socket)
    {
        if (_startedEncryptionHandshake.HasSubscribers)
            Tell(_startedEncryptionHandshake, new(socket));
    }

    /// <summary>One connection until it is encrypted.</summary>
    private sealed class Handshake : IDisposable
    {
        /// <summary>The first byte of a TLS record that carries a handshake.</summary>
        private const byte HandshakeRecord = 0x16;

        private readonly QSslServer _server;
        private readonly int _limit;
        private Action? _endRelay;
        private ITimer? _timer;
        private StartTlsPreface? _preface;
        private int _ended;

        public Handshake(QSslServer server, QSslSocket socket, int limit)
        {
            _server = server;
            _limit = limit;
            Socket = socket;
        }

        public QSslSocket Socket { get; }

        public void Start()
        {
            _endRelay = _server.Relay(Socket);
            // These subscriptions are what makes the event loop drive the socket.
            Socket.Encrypted += OnEncrypted;
            Socket.Disconnected += OnFailed;
            Socket.ErrorOccurred += OnFailed;
            if (_limit >= 0)
                _timer = _server._network.Reactor.Time.CreateTimer(_ => OnTimeout(), null, TimeSpan.FromMilliseconds(_limit), Timeout.InfiniteTimeSpan);
            if (_server.Preface is null)
            {
                Socket.ReadyRead += OnFirstBytes;
                return;
            }
            _preface = new(Socket, _server.Preface(), () => _server.TellStarted(Socket));
            _preface.Start();
        }

        /// <summary>The server closes: nobody waits for the outcome any more.</summary>
        public void Dispose()
        {
            if (Interlocked.Exchange(ref _ended, 1) == 1)
                return;
            Unsubscribe();
            Socket.Dispose();
        }

        /// <summary>
        /// It is the client who starts the handshake, and has the time for it from then on. What is no handshake goes the same
        /// way, and fails with the words for it.
        /// </summary>
        private void OnFirstBytes(object? sender, SignalEventArgs e)
        {
            Socket.ReadyRead -= OnFirstBytes;
            bool isHandshake = Socket.Peek(1) is [HandshakeRecord];
            if (_limit >= 0)
                _timer?.Change(TimeSpan.FromMilliseconds(_limit), Timeout.InfiniteTimeSpan);
            Socket.StartServerEncryption();
            if (isHandshake)
                _server.TellStarted(Socket);
        }

        private void OnEncrypted(object? sender, SignalEventArgs e) => End(encrypted: true);

        private void OnFailed(object? sender, SignalEventArgs e) => End(encrypted: false);

        private void OnTimeout()
        {
            if (Volatile.Read(ref _ended) == 0)
                Socket.FailFromOutside(QSocketError.SocketTimeoutError, $"The client did not complete the TLS handshake within {_limit / 1000.0:0.###} s.", raise: false);
        }

        private void End(bool encrypted)
        {
            if (Interlocked.Exchange(ref _ended, 1) == 1)
                return;
            Unsubscribe();
            _server.Ended(this, encrypted, _preface?.Failure);
        }

        private void Unsubscribe()
        {
            _timer?.Dispose();
            _endRelay?.Invoke();
            _preface?.Stop();
            Socket.ReadyRead -= OnFirstBytes;
            Socket.Encrypted -= OnEncrypted;
            Socket.Disconnected -= OnFailed;
            Socket.ErrorOccurred -= OnFailed;
        }
    }
}
