using System.Text;

namespace QSslCore;

// Writing.
public abstract partial class QIODevice
{
    /// <summary>
    /// Writes bytes. They are queued, and are sent when the socket is driven. When <see cref="BytesToWrite"/> is 0, the data is sent in any
    /// case.
    /// </summary>
    /// <param name="data">The bytes.</param>
    /// <returns>
    /// The number of bytes, or -1 if the device is not open for writing or the socket has no connection, plain or encrypted. (After the end
    /// of the connection, Qt's TLS socket returns the full number and loses the bytes.)
    /// </returns>
    [QtMember("QIODevice::write")]
    public long Write(ReadOnlySpan<byte> data)
    {
        if (!CheckOpen(OpenMode.WriteOnly, "Write"))
            return -1;
        return WriteData(data);
    }

    /// <summary>
    /// Writes bytes. They are queued, and are sent when the socket is driven. When <see cref="BytesToWrite"/> is 0, the data is sent in any
    /// case.
    /// </summary>
    /// <param name="data">The bytes. Null writes none.</param>
    /// <returns>The number of bytes, or -1 if the device is not open for writing.</returns>
    [QtMember("QIODevice::write")]
    public long Write(byte[] data) => Write(data.AsSpan());

    /// <summary>Writes text as UTF-8.</summary>
    /// <param name="text">The text. Null writes nothing.</param>
    /// <returns>The number of bytes, or -1 if the device is not open for writing.</returns>
    [QtMember("QIODevice::write")]
    public long Write(string text) => Write(Encoding.UTF8.GetBytes(text ?? ""));

    /// <summary>Writes one byte.</summary>
    /// <param name="value">The byte.</param>
    /// <returns>False if the device is not open for writing.</returns>
    [QtMember("QIODevice::putChar")]
    public bool PutChar(byte value) => Write([value]) == 1;

    /// <summary>Takes bytes to be written. Returns -1 if they cannot be written.</summary>
    private protected abstract long WriteData(ReadOnlySpan<byte> data);

    private protected void RaiseBytesWritten(long bytes)
    {
        if (_bytesWritten.HasSubscribers)
            Strand.Queue(_bytesWritten, new(bytes));
        if (_channelBytesWritten.HasSubscribers)
            Strand.Queue(_channelBytesWritten, new(0, bytes));
    }
}
