namespace QSslCore;

/// <summary>Tells of new bytes on a channel.</summary>
public sealed class ChannelReadyReadEventArgs(int channel) : SignalEventArgs
{
    /// <summary>The channel, 0 for a socket.</summary>
    public int Channel { get; } = channel;
}
