namespace QSslCore;

/// <content>Reading.</content>
public abstract partial class QIODevice
{
    /// <summary>Reads what is there, as far as it fits.</summary>
    /// <param name="destination">Where to put it.</param>
    /// <returns>The number of bytes; 0 when there is nothing now; -1 when nothing will come, or on misuse.</returns>
    [QtMember("QIODevice::read")]
    public long Read(Span<byte> destination)
    {
        if (!CheckOpen(OpenMode.ReadOnly, nameof(Read)))
            return -1;
        int n = Input.Read(destination);
        if (n > 0)
        {
            InputConsumed();
            return n;
        }
        return destination.IsEmpty || MayReceiveMore ? 0 : -1;
    }

    /// <summary>Reads what is there, up to a number of bytes.</summary>
    /// <param name="maxSize">The most to read, in bytes; negative is refused with a warning.</param>
    /// <returns>The bytes; empty when there are none, or on misuse.</returns>
    [QtMember("QIODevice::read")]
    public byte[] Read(long maxSize)
    {
        if (!CheckOpen(OpenMode.ReadOnly, nameof(Read)))
            return [];
        if (maxSize < 0)
        {
            QtLog.Warn($"{GetType().Name}.Read: a negative size ({maxSize}) was asked for.");
            return [];
        }
        byte[] result = new byte[Math.Min(Math.Min(maxSize, Input.Count), Array.MaxLength)];
        int n = Input.Read(result);
        if (n > 0)
            InputConsumed();
        return n == result.Length ? result : result[..n];
    }

    /// <summary>Reads all that is there.</summary>
    /// <returns>The bytes; empty when there are none, or on misuse.</returns>
    [QtMember("QIODevice::readAll")]
    public byte[] ReadAll() => Read(long.MaxValue);

    /// <summary>Reads one line, up to and including its line feed; less when no whole line has come.</summary>
    /// <param name="maxSize">The most to read, in bytes; 0 is no limit.</param>
    /// <returns>The line; empty when there is nothing, or on misuse.</returns>
    [QtMember("QIODevice::readLine")]
    public byte[] ReadLine(long maxSize = 0)
    {
        if (maxSize < 0)
        {
            QtLog.Warn($"{GetType().Name}.ReadLine: a negative size ({maxSize}) was asked for.");
            return [];
        }
        long end = Input.IndexOf((byte)'\n');
        long length = end < 0 ? Input.Count : end + 1;
        return Read(maxSize == 0 ? length : Math.Min(length, maxSize));
    }

    /// <summary>Copies what would be read next, without taking it.</summary>
    /// <param name="maxSize">The most to copy, in bytes.</param>
    /// <returns>The bytes; empty when there are none, or on misuse.</returns>
    [QtMember("QIODevice::peek")]
    public byte[] Peek(long maxSize)
    {
        if (!CheckOpen(OpenMode.ReadOnly, nameof(Peek)) || maxSize < 0)
            return [];
        byte[] result = new byte[Math.Min(Math.Min(maxSize, Input.Count), Array.MaxLength)];
        int n = Input.Peek(result);
        return n == result.Length ? result : result[..n];
    }

    /// <summary>Drops bytes that would be read next.</summary>
    /// <param name="maxSize">The most to drop, in bytes.</param>
    /// <returns>How many were dropped; 0 when there are none now; -1 when none will come, or on misuse.</returns>
    [QtMember("QIODevice::skip")]
    public long Skip(long maxSize)
    {
        if (!CheckOpen(OpenMode.ReadOnly, nameof(Skip)) || maxSize < 0)
            return -1;
        long n = Input.Consume(maxSize);
        if (n > 0)
            InputConsumed();
        return n > 0 || maxSize == 0 || MayReceiveMore ? n : -1;
    }

    /// <summary>Reads one byte.</summary>
    /// <param name="value">The byte, or 0.</param>
    /// <returns>False when there is none.</returns>
    [QtMember("QIODevice::getChar")]
    public bool GetChar(out byte value)
    {
        Span<byte> one = stackalloc byte[1];
        bool read = Read(one) == 1;
        value = one[0];
        return read;
    }

    /// <summary>Puts one byte back before all others.</summary>
    /// <param name="value">The byte.</param>
    [QtMember("QIODevice::ungetChar")]
    public void UngetChar(byte value)
    {
        if (CheckOpen(OpenMode.ReadOnly, nameof(UngetChar)))
            Input.Prepend([value]);
    }
}
