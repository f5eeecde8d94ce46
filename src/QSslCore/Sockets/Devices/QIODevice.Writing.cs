using System.Text;

namespace QSslCore;

/// <content>Writing.</content>
public abstract partial class QIODevice
{
    /// <summary>
    /// Writes bytes; they are queued and leave when the socket is driven. When <see cref="BytesToWrite"/> is 0 they leave
    /// in any case.
    /// </summary>
    /// <param name="data">The bytes.</param>
    /// <returns>
    /// Their number, or -1 when the device is not open for writing or a socket has no connection, plain or encrypted. (Qt's TLS socket
    /// tells the full number after the end, too, and loses the bytes.)
    /// </returns>
    [QtMember("QIODevice::write")]
    public long Write(ReadOnlySpan<byte> data)
    {
        if (!CheckOpen(OpenMode.WriteOnly, "Write"))
            return -1;
        return WriteData(data);
    }

    /// <summary>
    /// Writes bytes; they are queued and leave when the socket is driven. When <see cref="BytesToWrite"/> is 0 they leave
    /// in any case.
    /// </summary>
    /// <param name="data">The bytes; null writes none.</param>
    /// <returns>Their number, or -1 when the device is not open for writing.</returns>
    [QtMember("QIODevice::write")]
    public long Write(byte[] data) => Write(data.AsSpan());

    /// <summary>Writes text as UTF-8.</summary>
    /// <param name="text">The text; null writes nothing.</param>
    /// <returns>The number of bytes, or -1 when the device is not open for writing.</returns>
    [QtMember("QIODevice::write")]
    public long Write(string text) => Write(Encoding.UTF8.GetBytes(text ?? ""));

    /// <summary>Writes one byte.</summary>
    /// <param name="value">The byte.</param>
    /// <returns>False when the device is not open for writing.</returns>
    [QtMember("QIODevice::putChar")]
    public bool PutChar(byte value) => Write([value]) == 1;

    /// <summary>Takes bytes to be written; -1 when they cannot be.</summary>
    private protected abstract long WriteData(ReadOnlySpan<byte> data);

    private protected void RaiseBytesWritten(long bytes)
    {
        if (_bytesWritten.HasSubscribers)
            Strand.Queue(_bytesWritten, new(bytes));
        if (_channelBytesWritten.HasSubscribers)
            Strand.Queue(_channelBytesWritten, new(0, bytes));
    }
}
