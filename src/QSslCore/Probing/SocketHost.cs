using System.Net;
using QSslCore.Probing.Surveys;
using QSslCore.Sockets;
using QSslCore.StartTls;

namespace QSslCore.Probing;

/// <summary>A host behind sockets: it limits how many connections are open, spaces them, and leads STARTTLS.</summary>
internal sealed class SocketHost : IPlainHost, IDisposable
{
    /// <summary>What a peer may send ahead of what is read.</summary>
    private const int ReadBufferSize = 32 * 1024;

    private readonly HostSurvey _survey;
    private readonly SemaphoreSlim _open;
    private readonly Lock _gate = new();
    private DateTime _next = DateTime.MinValue;
    private int _connections;
    private volatile bool _wasReached, _wasInVain;

    public SocketHost(HostSurvey survey)
    {
        _survey = survey;
        _open = new(survey.ConnectionsPerHost);
        string name = survey.PeerName.Length > 0 ? survey.PeerName : survey.HostName;
        ServerName = HostName.TryParseLiteral(name, out _) ? null : HostName.ToAce(name);
        Address = survey.Address;
    }

    public string? ServerName { get; }

    public StartTlsProtocol? StartTls => _survey.StartTls;

    public int Port => _survey.Port;

    public TimeSpan AnswerLimit => _survey.AnswerTimeout;

    /// <summary>The address that answered; null when none did.</summary>
    public IPAddress? Address { get; private set; }

    /// <summary>How many connections were begun.</summary>
    public int Connections => Volatile.Read(ref _connections);

    public async ValueTask<IProbeLine> OpenAsync(CancellationToken cancellation)
    {
        (QSslSocket socket, bool wraps) = await ConnectAsync(Port, StartTls, cancellation).ConfigureAwait(false);
        SocketLine line = new(socket, () => _open.Release());
        return wraps ? new TdsLine(line) : line;
    }

    public async ValueTask<IProbeLine> OpenPlainAsync(int port, CancellationToken cancellation) => new SocketLine(
        (await ConnectAsync(port, null, cancellation).ConfigureAwait(false)).Socket, () => _open.Release());

    /// <summary>Opens a socket at the point where TLS begins, for a session of the TLS library. <see cref="Release"/> has to
    /// follow.</summary>
    /// <exception cref="ProbeUnreachableException">The host cannot be reached; the message says why.</exception>
    public async ValueTask<QSslSocket> OpenSocketAsync(CancellationToken cancellation) =>
        (await ConnectAsync(Port, StartTls, cancellation).ConfigureAwait(false)).Socket;

    /// <summary>A socket of <see cref="OpenSocketAsync"/> is closed.</summary>
    public void Release() => _open.Release();

    public void Dispose() => _open.Dispose();

    private async Task<(QSslSocket Socket, bool Wraps)> ConnectAsync(
        int port, StartTlsProtocol? protocol, CancellationToken cancellation)
    {
        await _open.WaitAsync(cancellation).ConfigureAwait(false);
        QSslSocket? socket = null;
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        try
        {
            // Who waited behind attempts that all ended in silence need not find it out again.
            if (_wasInVain && !_wasReached)
                throw new ProbeUnreachableException(InVain());
            await PaceAsync(cancellation).ConfigureAwait(false);
            Interlocked.Increment(ref _connections);
            limit.CancelAfter(AnswerLimit);
            socket = new() { PeerVerifyName = ServerName ?? "", ReadBufferSize = ReadBufferSize };
            if (_survey.Proxy is not null)
                socket.Proxy = _survey.Proxy;
            bool wraps = await ReachAsync(socket, port, protocol, limit.Token).ConfigureAwait(false);
            return (socket, wraps);
        }
        catch (Exception e)
        {
            socket?.Dispose();
            _open.Release();
            if (e is QSslSocketException failure)
                throw new ProbeUnreachableException(e.Message.TrimEnd('.'), failure.Error == QSocketError.ConnectionRefusedError);
            if (e is OperationCanceledException && !cancellation.IsCancellationRequested)
            {
                _wasInVain = true;
                throw new ProbeUnreachableException(InVain());
            }
            throw;
        }
    }

    private async Task<bool> ReachAsync(
        QSslSocket socket, int port, StartTlsProtocol? protocol, CancellationToken cancellation)
    {
        if (_survey.LocalAddress is { } local && !socket.Bind(local))
            throw socket.ToException();
        // A name is looked up once: its addresses may differ, and a profile is one of a host.
        socket.ConnectToHost(Address?.ToString() ?? _survey.HostName, port, OpenMode.ReadWrite, _survey.NetworkProtocol);
        if (await socket.DriveAsync(SocketGoal.HasConnected, cancellation).ConfigureAwait(false) != DriveResult.Satisfied)
            throw socket.ToException();
        _wasReached = true;
        if (socket.PeerAddress is { } answered)
            Address ??= answered;
        if (protocol is null)
            return false;
        StartTlsDialogue dialogue = protocol.CreateDialogue(ServerName ?? _survey.HostName);
        await StartTlsClient.RunAsync(socket, dialogue, cancellation).ConfigureAwait(false);
        return dialogue.Status == StartTlsStatus.Ready
            ? dialogue.WrapsHandshake
            : throw new ProbeUnreachableException($"{protocol.Name}: {StartTlsException.Describe(dialogue)}");
    }

    private string InVain() => $"no connection within {AnswerLimit.TotalSeconds:0.#} s";

    /// <summary>Waits until another connection may begin.</summary>
    private Task PaceAsync(CancellationToken cancellation)
    {
        if (_survey.Delay == TimeSpan.Zero)
            return Task.CompletedTask;
        TimeSpan wait;
        lock (_gate)
        {
            DateTime now = DateTime.UtcNow, at = _next > now ? _next : now;
            _next = at + _survey.Delay;
            wait = at - now;
        }
        return Task.Delay(wait, cancellation);
    }
}
