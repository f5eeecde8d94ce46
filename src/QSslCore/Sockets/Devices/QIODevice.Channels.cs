using QSslCore.Sockets;

namespace QSslCore;

// Channels: a connected socket has one in each direction.
public abstract partial class QIODevice
{
    private readonly Signal<ChannelReadyReadEventArgs> _channelReadyRead;
    private readonly Signal<ChannelBytesWrittenEventArgs> _channelBytesWritten;

    /// <summary>New data can be read on a channel. The event follows <see cref="ReadyRead"/>.</summary>
    [QtMember("QIODevice::channelReadyRead")]
    public event EventHandler<ChannelReadyReadEventArgs> ChannelReadyRead
    {
        add => _channelReadyRead.Add(value);
        remove => _channelReadyRead.Remove(value);
    }

    /// <summary>Payload was written on a channel. The event follows <see cref="BytesWritten"/>.</summary>
    [QtMember("QIODevice::channelBytesWritten")]
    public event EventHandler<ChannelBytesWrittenEventArgs> ChannelBytesWritten
    {
        add => _channelBytesWritten.Add(value);
        remove => _channelBytesWritten.Remove(value);
    }

    /// <summary>The number of channels that can be read: 1 while a socket is connected, otherwise 0.</summary>
    [QtMember("QIODevice::readChannelCount")]
    public abstract int ReadChannelCount { get; }

    /// <summary>The number of channels that can be written: 1 while a socket is connected, otherwise 0.</summary>
    [QtMember("QIODevice::writeChannelCount")]
    public abstract int WriteChannelCount { get; }

    /// <summary>The channel to read from. It is always 0. Any other value is refused with a warning.</summary>
    [QtMember("QIODevice::currentReadChannel")]
    [QtMember("QIODevice::setCurrentReadChannel")]
    public int CurrentReadChannel
    {
        get => 0;
        set => CheckChannel(value, nameof(CurrentReadChannel));
    }

    /// <summary>The channel to write to. It is always 0. Any other value is refused with a warning.</summary>
    [QtMember("QIODevice::currentWriteChannel")]
    [QtMember("QIODevice::setCurrentWriteChannel")]
    public int CurrentWriteChannel
    {
        get => 0;
        set => CheckChannel(value, nameof(CurrentWriteChannel));
    }

    private void CheckChannel(int channel, string property)
    {
        if (channel != 0)
            Warn($"{GetType().Name}.{property}: there is no channel {channel}; a socket has channel 0 only.");
    }
}
