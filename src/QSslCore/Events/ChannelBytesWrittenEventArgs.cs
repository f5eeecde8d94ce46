namespace QSslCore;

/// <summary>Provides data about payload that was written on a channel.</summary>
public sealed class ChannelBytesWrittenEventArgs(int channel, long bytes) : SignalEventArgs
{
    /// <summary>The channel, which is 0 for a socket.</summary>
    public int Channel { get; } = channel;

    /// <summary>The number of bytes.</summary>
    public long Bytes { get; } = bytes;
}
