using System.Net;
using QSslCore.Sockets;

namespace QSslCore;

/// <summary>One connection of a server until it is encrypted, or dropped.</summary>
internal sealed class AcceptedHandshake : IDisposable
{
    /// <summary>The first byte of a TLS record that carries a handshake.</summary>
    private const byte HandshakeRecord = 0x16;

    private readonly QSslServer _server;
    private readonly TimeProvider _time;
    private readonly int _limit;
    private readonly StartTlsPreface? _preface;
    private Action? _endRelay;
    private ITimer? _timer;
    private bool _hasBegun;
    private int _ended;

    /// <param name="server">Whose client it is.</param>
    /// <param name="socket">The connection.</param>
    /// <param name="time">Measures the limit.</param>
    public AcceptedHandshake(QSslServer server, QSslSocket socket, TimeProvider time)
    {
        (_server, _time, _limit, Socket) = (server, time, server.HandshakeTimeout, socket);
        Client = HandshakeTable.GroupOf(socket.PeerAddress);
        if (server.Preface is { } preface)
            _preface = new(socket, preface(), () => server.TellStarted(socket));
    }

    public QSslSocket Socket { get; }

    /// <summary>What the client is counted by.</summary>
    public IPAddress Client { get; }

    private bool HasEnded => Volatile.Read(ref _ended) == 1;

    /// <summary>Leaves the rest to the event loop.</summary>
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

    /// <summary>Drops the client for a reason of the server's, and reports it.</summary>
    public void Drop(string text) => Fail(QSocketError.SocketResourceError, text);

    /// <summary>The server closes: nothing waits for the outcome any more.</summary>
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
            // Another thread has given the client up meanwhile, and reports it.
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

    /// <summary>The time is up. That ends it in every state of the socket, be it one that raises nothing any more.</summary>
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
