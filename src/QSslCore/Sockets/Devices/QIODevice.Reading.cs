using System.Buffers;

namespace QSslCore;

// Reading.
public abstract partial class QIODevice
{
    private const byte LineFeed = (byte)'\n';
    private const byte CarriageReturn = (byte)'\r';

    /// <summary>Reads the available data that fits into the buffer.</summary>
    /// <param name="destination">The buffer to write to.</param>
    /// <returns>The number of bytes, 0 if no data is available now, or -1 if no more data can arrive or the call is not valid.</returns>
    [QtMember("QIODevice::read")]
    public long Read(Span<byte> destination)
    {
        if (!CheckOpen(OpenMode.ReadOnly, nameof(Read)))
            return -1;
        int n = Take(destination);
        return n > 0 || destination.IsEmpty || MayReceiveMore ? n : -1;
    }

    /// <summary>Reads the available data, up to a number of bytes.</summary>
    /// <param name="maxSize">The maximum number of bytes to read. A negative value is refused with a warning.</param>
    /// <returns>The bytes. Empty if there are none or the call is not valid.</returns>
    [QtMember("QIODevice::read")]
    public byte[] Read(long maxSize)
    {
        if (!CheckOpen(OpenMode.ReadOnly, nameof(Read)) || !CheckSize(maxSize, nameof(Read)))
            return [];
        byte[] result = NewBuffer(maxSize);
        return Shortened(result, Take(result));
    }

    /// <summary>Reads all available data.</summary>
    /// <returns>The bytes. Empty if there are none or the call is not valid.</returns>
    [QtMember("QIODevice::readAll")]
    public byte[] ReadAll() => Read(long.MaxValue);

    /// <summary>Reads one line, including its line feed. If no complete line has arrived, it reads the available part.</summary>
    /// <param name="maxSize">The maximum number of bytes to read. The value 0 means no limit. A negative value is refused with a
    /// warning.</param>
    /// <returns>The line. Empty if there is none or the call is not valid.</returns>
    [QtMember("QIODevice::readLine")]
    public byte[] ReadLine(long maxSize = 0)
    {
        if (!CheckOpen(OpenMode.ReadOnly, nameof(ReadLine)) || !CheckSize(maxSize, nameof(ReadLine)))
            return [];
        byte[] line = NewBuffer(LineLength(maxSize == 0 ? long.MaxValue : maxSize));
        return Shortened(line, TakeLine(line));
    }

    /// <summary>
    /// Reads one line, including its line feed. If no complete line has arrived or the line does not fit, it reads a part. Unlike Qt, it
    /// adds no terminating zero, so it can use the whole buffer.
    /// </summary>
    /// <param name="destination">The buffer to write to. An empty buffer is refused with a warning.</param>
    /// <returns>The number of bytes, 0 if no data is available now, or -1 if no more data can arrive or the call is not valid.</returns>
    [QtMember("QIODevice::readLine")]
    public long ReadLine(Span<byte> destination)
    {
        if (!CheckOpen(OpenMode.ReadOnly, nameof(ReadLine)))
            return -1;
        if (destination.IsEmpty)
        {
            Warn($"{GetType().Name}.ReadLine: there is no room for a line.");
            return -1;
        }
        int n = TakeLine(destination[..(int)LineLength(destination.Length)]);
        return n > 0 || MayReceiveMore ? n : -1;
    }

    /// <summary>Reads one line. See <see cref="ReadLine(long)"/>.</summary>
    /// <param name="line">The line. Empty if there is none.</param>
    /// <param name="maxSize">The maximum number of bytes to read. The value 0 means no limit. A negative value is refused with a
    /// warning.</param>
    /// <returns>False if there is no data or the call is not valid.</returns>
    [QtMember("QIODevice::readLineInto")]
    public bool ReadLineInto(out byte[] line, long maxSize = 0)
    {
        line = ReadLine(maxSize);
        return line.Length > 0;
    }

    /// <summary>Reads one line into a buffer of the caller. See <see cref="ReadLine(Span{byte})"/>.</summary>
    /// <param name="buffer">The buffer to write to.</param>
    /// <returns>The part of the buffer that contains the line. Empty if there is none or the call is not valid.</returns>
    [QtMember("QIODevice::readLineInto")]
    public Span<byte> ReadLineInto(Span<byte> buffer) => buffer[..(int)Math.Max(0, ReadLine(buffer))];

    /// <summary>Copies the data to be read next that fits into the buffer, without removing it.</summary>
    /// <param name="destination">The buffer to write to.</param>
    /// <returns>The number of bytes, or -1 if the call is not valid.</returns>
    [QtMember("QIODevice::peek")]
    public long Peek(Span<byte> destination) => CheckOpen(OpenMode.ReadOnly, nameof(Peek)) ? Copy(destination, out _) : -1;

    /// <summary>Copies the data to be read next, without removing it.</summary>
    /// <param name="maxSize">The maximum number of bytes to copy. A negative value is refused with a warning.</param>
    /// <returns>The bytes. Empty if there are none or the call is not valid.</returns>
    [QtMember("QIODevice::peek")]
    public byte[] Peek(long maxSize)
    {
        if (!CheckOpen(OpenMode.ReadOnly, nameof(Peek)) || !CheckSize(maxSize, nameof(Peek)))
            return [];
        byte[] result = NewBuffer(maxSize);
        return Shortened(result, Copy(result, out _));
    }

    /// <summary>Discards the data to be read next.</summary>
    /// <param name="maxSize">The maximum number of bytes to discard. A negative value is refused with a warning.</param>
    /// <returns>The number of discarded bytes, 0 if no data is available now, or -1 if no more data can arrive or the call is not
    /// valid.</returns>
    [QtMember("QIODevice::skip")]
    public long Skip(long maxSize)
    {
        if (!CheckOpen(OpenMode.ReadOnly, nameof(Skip)) || !CheckSize(maxSize, nameof(Skip)))
            return -1;
        if (IsTextModeEnabled)
            return SkipText(maxSize);
        long n = Math.Min(maxSize, BytesAvailable);
        Advance(n);
        return n > 0 || maxSize == 0 || MayReceiveMore ? n : -1;
    }

    /// <summary>Reads one byte.</summary>
    /// <param name="value">The byte, or 0 if there is none.</param>
    /// <returns>False if there is no byte.</returns>
    [QtMember("QIODevice::getChar")]
    public bool GetChar(out byte value)
    {
        Span<byte> one = stackalloc byte[1];
        bool read = Read(one) == 1;
        value = one[0];
        return read;
    }

    /// <summary>Puts one byte back in front of the data to be read. The call can be repeated any number of times. It is refused with a
    /// warning within a transaction.</summary>
    /// <param name="value">The byte.</param>
    [QtMember("QIODevice::ungetChar")]
    public void UngetChar(byte value)
    {
        if (!CheckOpen(OpenMode.ReadOnly, nameof(UngetChar)))
            return;
        if (IsTransactionStarted)
            Warn($"{GetType().Name}.UngetChar: a transaction is active.");
        else
            Input.Prepend([value]);
    }

    /// <summary>Copies and removes the data that fits into the buffer.</summary>
    private int Take(Span<byte> destination)
    {
        int n;
        if (IsTransactionStarted || IsTextModeEnabled)
        {
            n = Copy(destination, out long from);
            Advance(from);
            return n;
        }
        n = Input.Read(destination);
        if (n > 0)
            InputConsumed();
        return n;
    }

    /// <summary>Copies from the read position, translated for a device in text mode.</summary>
    /// <param name="destination">The buffer to write to.</param>
    /// <param name="from">The number of input bytes that the result was made of.</param>
    private int Copy(Span<byte> destination, out long from)
    {
        int copied = 0;
        from = 0;
        do
        {
            Span<byte> rest = destination[copied..];
            int n = Input.Peek(rest, _transactionPosition + from);
            if (n == 0)
                break;
            from += n;
            copied += IsTextModeEnabled ? RemoveCarriageReturns(rest[..n]) : n;
        }
        while (copied < destination.Length);
        return copied;
    }

    /// <summary>Removes a line of a known length. As in Qt, text mode translates only the end of the line.</summary>
    private int TakeLine(Span<byte> line)
    {
        int n = Input.Peek(line, _transactionPosition);
        Advance(n);
        if (!IsTextModeEnabled || n < 2 || line[n - 1] != LineFeed || line[n - 2] != CarriageReturn)
            return n;
        line[n - 2] = LineFeed;
        return n - 1;
    }

    private long SkipText(long maxSize)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(4096);
        try
        {
            long skipped = 0;
            while (skipped < maxSize && Take(buffer.AsSpan(0, (int)Math.Min(buffer.Length, maxSize - skipped))) is > 0 and int n)
                skipped += n;
            return skipped > 0 || maxSize == 0 || MayReceiveMore ? skipped : -1;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    private static int RemoveCarriageReturns(Span<byte> bytes)
    {
        int kept = 0;
        foreach (byte value in bytes)
        {
            if (value != CarriageReturn)
                bytes[kept++] = value;
        }
        return kept;
    }

    /// <summary>The length of the available part of the next line, within a limit.</summary>
    private long LineLength(long limit)
    {
        long end = Input.IndexOf(LineFeed, _transactionPosition);
        return Math.Min(limit, end < 0 ? BytesAvailable : end - _transactionPosition + 1);
    }

    private byte[] NewBuffer(long maxSize) => new byte[Math.Min(Math.Min(maxSize, BytesAvailable), Array.MaxLength)];

    private static byte[] Shortened(byte[] bytes, int length) => length == bytes.Length ? bytes : bytes[..length];

    private bool CheckSize(long size, string operation)
    {
        if (size >= 0)
            return true;
        Warn($"{GetType().Name}.{operation}: a negative size ({size}) was asked for.");
        return false;
    }
}
