namespace QSslCore;

/// <summary>Provides data about new bytes on a channel.</summary>
public sealed class ChannelReadyReadEventArgs(int channel) : SignalEventArgs
{
    /// <summary>The channel, which is 0 for a socket.</summary>
    public int Channel { get; } = channel;
}
