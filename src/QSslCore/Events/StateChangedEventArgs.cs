namespace QSslCore;

/// <summary>A socket's new state.</summary>
/// <param name="socketState">The new state.</param>
public sealed class StateChangedEventArgs(SocketState socketState) : SignalEventArgs
{
    /// <summary>The new state.</summary>
    public SocketState SocketState { get; } = socketState;
}
