namespace QSslCore;

/// <summary>Tells of payload written on a channel.</summary>
public sealed class ChannelBytesWrittenEventArgs(int channel, long bytes) : SignalEventArgs
{
    /// <summary>The channel, 0 for a socket.</summary>
    public int Channel { get; } = channel;

    /// <summary>How many bytes.</summary>
    public long Bytes { get; } = bytes;
}
