namespace QSslCore;

/// <summary>A socket's new state.</summary>
/// <param name="socketState">The state that was entered.</param>
public sealed class StateChangedEventArgs(SocketState socketState) : SignalEventArgs
{
    /// <summary>The state that was entered.</summary>
    public SocketState SocketState { get; } = socketState;
}
