namespace QSslCore;

/// <summary>Provides the new state of a socket.</summary>
/// <param name="socketState">The new state.</param>
public sealed class StateChangedEventArgs(SocketState socketState) : SignalEventArgs
{
    /// <summary>The new state.</summary>
    public SocketState SocketState { get; } = socketState;
}
