using System.Net;
using QSslCore.Sockets;

namespace QSslCore;

/// <summary>A connection of a server until it is encrypted or dropped.</summary>
internal sealed class AcceptedHandshake : IDisposable
{
    /// <summary>The first byte of a TLS record that contains a handshake message.</summary>
    private const byte HandshakeRecord = 0x16;

    private readonly QSslServer _server;
    private readonly TimeProvider _time;
    private readonly int _limit;
    private readonly StartTlsPreface? _preface;
    private Action? _endRelay;
    private ITimer? _timer;
    private bool _hasBegun;
    private int _ended;

    /// <param name="server">The server of the client.</param>
    /// <param name="socket">The connection.</param>
    /// <param name="time">The clock for the limit.</param>
    public AcceptedHandshake(QSslServer server, QSslSocket socket, TimeProvider time)
    {
        (_server, _time, _limit, Socket) = (server, time, server.HandshakeTimeout, socket);
        Client = HandshakeTable.GroupOf(socket.PeerAddress);
        if (server.Preface is { } preface)
            _preface = new(socket, preface(), () => server.TellStarted(socket));
    }

    public QSslSocket Socket { get; }

    /// <summary>The group to which the client belongs.</summary>
    public IPAddress Client { get; }

    private bool HasEnded => Volatile.Read(ref _ended) == 1;

    /// <summary>Starts the handshake. The event loop does the rest.</summary>
    public void Start() => Socket.Observe(() =>
    {
        if (HasEnded)
            return;
        if (_limit >= 0)
            _timer = _time.CreateTimer(static h =>
                ((AcceptedHandshake)h!).GiveUp(), this, TimeSpan.FromMilliseconds(_limit), Timeout.InfiniteTimeSpan);
        _endRelay = _server.Relay(Socket);
        Socket.Encrypted += OnEncrypted;
        Socket.Disconnected += OnFailed;
        Socket.ErrorOccurred += OnFailed;
        Socket.ReadyRead += OnReadyRead;
        if (Socket.State != SocketState.ConnectedState)
            Fail(Socket.Error, Socket.ErrorString);
        else
            _preface?.Advance();
    });

    /// <summary>Drops the client for a reason of the server, and reports it.</summary>
    public void Drop(string text) => Fail(QSocketError.SocketResourceError, text);

    /// <summary>Ends the handshake because the server closes. Nothing waits for the result any more, even if there is one: until the server
    /// has heard of it, the connection belongs to the handshake.</summary>
    public void Dispose()
    {
        TryEnd();
        Socket.Dispose();
    }

    /// <summary>
    /// The client starts the handshake, and its time starts then. Data that is not a handshake takes the same path and fails with the
    /// message for it.
    /// </summary>
    private void OnReadyRead(object? sender, SignalEventArgs e)
    {
        if (HasEnded)
            return;
        if (!_hasBegun)
            _server.Spoke(this);
        _hasBegun = true;
        try
        {
            if (_preface is not null)
                _preface.Advance();
            else
                Begin();
        }
        catch (ObjectDisposedException) when (HasEnded)
        {
            // Meanwhile another thread has dropped the client, and reports it.
        }
    }

    private void Begin()
    {
        Socket.ReadyRead -= OnReadyRead;
        bool isHandshake = Socket.Peek(1) is [HandshakeRecord];
        if (_limit >= 0)
            _timer?.Change(TimeSpan.FromMilliseconds(_limit), Timeout.InfiniteTimeSpan);
        Socket.StartServerEncryption();
        if (isHandshake)
            _server.TellStarted(Socket);
    }

    private void OnEncrypted(object? sender, SignalEventArgs e)
    {
        if (TryEnd())
            _server.HandOut(this);
    }

    private void OnFailed(object? sender, SignalEventArgs e) => Fail(Socket.Error, _preface?.Failure ?? Socket.ErrorString);

    /// <summary>The handshake timed out. This ends the connection in every state of the socket, even if the socket raises no more
    /// events.</summary>
    private void GiveUp()
    {
        if (HasEnded)
            return;
        string text = $"The client did not complete the TLS handshake within {_limit / 1000.0:0.###} s.";
        Socket.FailFromOutside(QSocketError.SocketTimeoutError, text, raise: false);
        Fail(QSocketError.SocketTimeoutError, text);
    }

    private void Fail(QSocketError error, string text)
    {
        if (TryEnd())
            _server.Report(this, error, text);
    }

    private bool TryEnd()
    {
        if (Interlocked.Exchange(ref _ended, 1) == 1)
            return false;
        Unsubscribe();
        return true;
    }

    private void Unsubscribe()
    {
        _timer?.Dispose();
        _endRelay?.Invoke();
        Socket.ReadyRead -= OnReadyRead;
        Socket.Encrypted -= OnEncrypted;
        Socket.Disconnected -= OnFailed;
        Socket.ErrorOccurred -= OnFailed;
    }
}
