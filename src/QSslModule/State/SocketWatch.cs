using QSslCore;

namespace QSslModule;

/// <summary>Subscribes to the events of a socket that only report and ask for no decision. Like a script block, it must run on the thread
/// of the pipeline.</summary>
internal sealed class SocketWatch : IDisposable
{
    private readonly Action<string, string, SignalEventArgs> _tell;
    private readonly List<Action> _ends = [];
    private readonly List<string> _names = [];

    /// <param name="socket">The socket.</param>
    /// <param name="tell">Receives the name, the detail and the arguments of each event, on the thread that drives the socket.</param>
    public SocketWatch(QSslSocket socket, Action<string, string, SignalEventArgs> tell)
    {
        _tell = tell;
        Listen<SignalEventArgs>(nameof(socket.HostFound), h => socket.HostFound += h, h => socket.HostFound -= h);
        Listen<StateChangedEventArgs>(nameof(socket.StateChanged), h => socket.StateChanged += h, h => socket.StateChanged -= h, e =>
            $"{e.SocketState}");
        Listen<SignalEventArgs>(nameof(socket.Connected), h => socket.Connected += h, h => socket.Connected -= h);
        Listen<ModeChangedEventArgs>(nameof(socket.ModeChanged), h => socket.ModeChanged += h, h => socket.ModeChanged -= h, e =>
            $"{e.Mode}");
        Listen<PeerVerifyErrorEventArgs>(nameof(socket.PeerVerifyError), h => socket.PeerVerifyError += h, h =>
            socket.PeerVerifyError -= h, e => $"{e.Error.Error}");
        Listen<SslErrorsEventArgs>(nameof(socket.SslErrors), h => socket.SslErrors += h, h => socket.SslErrors -= h, e =>
            string.Join(", ", e.Errors.Select(x => x.Error)));
        Listen<HandshakeInterruptedOnErrorEventArgs>(
            nameof(socket.HandshakeInterruptedOnError), h => socket.HandshakeInterruptedOnError += h, h =>
                socket.HandshakeInterruptedOnError -= h, e => $"{e.Error.Error}");
        Listen<AlertEventArgs>(nameof(socket.AlertSent), h => socket.AlertSent += h, h => socket.AlertSent -= h, e => $"{e.Type}");
        Listen<AlertEventArgs>(nameof(socket.AlertReceived), h => socket.AlertReceived += h, h => socket.AlertReceived -= h, e =>
            $"{e.Type}");
        Listen<SignalEventArgs>(nameof(socket.Encrypted), h => socket.Encrypted += h, h => socket.Encrypted -= h, _ =>
            $"{socket.SessionProtocol} {socket.SessionCipher.Name}");
        Listen<SignalEventArgs>(
            nameof(socket.NewSessionTicketReceived), h => socket.NewSessionTicketReceived += h, h => socket.NewSessionTicketReceived -= h);
        Listen<SignalEventArgs>(nameof(socket.ReadyRead), h => socket.ReadyRead += h, h => socket.ReadyRead -= h, _ =>
            $"{socket.BytesAvailable} bytes available");
        Listen<BytesWrittenEventArgs>(nameof(socket.BytesWritten), h => socket.BytesWritten += h, h => socket.BytesWritten -= h, e =>
            $"{e.Bytes} bytes");
        Listen<EncryptedBytesWrittenEventArgs>(
            nameof(socket.EncryptedBytesWritten), h => socket.EncryptedBytesWritten += h, h => socket.EncryptedBytesWritten -= h, e =>
                $"{e.TotalBytes} bytes");
        Listen<ErrorOccurredEventArgs>(nameof(socket.ErrorOccurred), h => socket.ErrorOccurred += h, h => socket.ErrorOccurred -= h, e =>
            $"{e.SocketError}");
        Listen<SignalEventArgs>(nameof(socket.ReadChannelFinished), h => socket.ReadChannelFinished += h, h =>
            socket.ReadChannelFinished -= h);
        Listen<SignalEventArgs>(nameof(socket.Disconnected), h => socket.Disconnected += h, h => socket.Disconnected -= h);
        Listen<SignalEventArgs>(nameof(socket.AboutToClose), h => socket.AboutToClose += h, h => socket.AboutToClose -= h);
    }

    /// <summary>The names of the events.</summary>
    public IReadOnlyList<string> Names => _names;

    public void Dispose() => _ends.ForEach(end => end());

    private void Listen<TArgs>(
        string name, Action<EventHandler<TArgs>> add, Action<EventHandler<TArgs>> remove, Func<TArgs, string>? describe = null)
        where TArgs : SignalEventArgs
    {
        EventHandler<TArgs> handler = new Listener<TArgs>(this, name, describe).Hear;
        add(handler);
        _names.Add(name);
        _ends.Add(() => remove(handler));
    }

    private sealed class Listener<TArgs>(SocketWatch watch, string name, Func<TArgs, string>? describe) : IPipelineBound
        where TArgs : SignalEventArgs
    {
        public void Hear(object? sender, TArgs e) => watch._tell(name, describe?.Invoke(e) ?? "", e);
    }
}
