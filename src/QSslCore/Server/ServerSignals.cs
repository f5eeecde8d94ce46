using QSslCore.Sockets;

namespace QSslCore;

/// <summary>The signals of every server.</summary>
internal sealed class ServerSignals(Strand strand)
{
    public Signal<SignalEventArgs> NewConnection { get; } = new(strand);

    public Signal<SignalEventArgs> PendingConnectionAvailable { get; } = new(strand);

    public Signal<ErrorOccurredEventArgs> AcceptError { get; } = new(strand);
}
