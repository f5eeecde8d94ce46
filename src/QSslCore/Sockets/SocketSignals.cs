namespace QSslCore.Sockets;

/// <summary>The signals of every socket.</summary>
internal sealed class SocketSignals(Strand strand)
{
    public Signal<SignalEventArgs> HostFound { get; } = new(strand);

    public Signal<SignalEventArgs> Connected { get; } = new(strand);

    public Signal<SignalEventArgs> Disconnected { get; } = new(strand);

    public Signal<StateChangedEventArgs> StateChanged { get; } = new(strand);

    public Signal<ErrorOccurredEventArgs> ErrorOccurred { get; } = new(strand);

    public Signal<ProxyAuthenticationRequiredEventArgs> ProxyAuthenticationRequired { get; } = new(strand);
}
