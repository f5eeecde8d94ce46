namespace QSslCore.Sockets;

/// <summary>
/// Bytes in order, in pooled segments. One thread appends and one consumes at a time, and these may be two: the lock
/// covers the bookkeeping only, so filling the tail (decryption) and draining the head (encryption) run outside it.
/// </summary>
internal sealed class ByteQueue
{
    private readonly Lock _lock = new();
    private ByteSegment? _head;
    private ByteSegment? _tail;
    private bool _tailReserved;
    private long _count;
    private long _totalAppended;
    private long _limit;

    /// <summary>The most bytes to hold; 0 is no limit. It binds <see cref="Reserve"/> only, and may change at any time. Any
    /// thread.</summary>
    public long Limit
    {
        get => Volatile.Read(ref _limit);
        set => Volatile.Write(ref _limit, value);
    }

    /// <summary>True when the limit is reached.</summary>
    public bool IsFull => Limit is > 0 and long limit && Count >= limit;

    /// <summary>Bytes held.</summary>
    public long Count => Volatile.Read(ref _count);

    /// <summary>Bytes ever appended; only grows.</summary>
    public long TotalAppended => Volatile.Read(ref _totalAppended);

    /// <summary>
    /// Room at the end to be filled: at least <paramref name="minimum"/> bytes, or what the limit leaves, which is never less than one
    /// byte, since the limit may be lowered meanwhile. <see cref="Commit"/> must follow.
    /// </summary>
    public Span<byte> Reserve(int minimum)
    {
        long limit = Limit;
        lock (_lock)
        {
            if (_tail is null || _tail.Room < minimum)
                AppendSegment(Math.Max(minimum, ByteSegment.UsualSize));
            _tailReserved = true;
            Span<byte> free = _tail!.Free;
            return limit > 0 ? free[..(int)Math.Min(free.Length, Math.Max(1, limit - _count))] : free;
        }
    }

    /// <summary>Keeps the first <paramref name="count"/> bytes of what was reserved.</summary>
    public void Commit(int count)
    {
        lock (_lock)
        {
            _tailReserved = false;
            _tail!.End += count;
            Added(count);
            DropEmptyHead();
        }
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        lock (_lock)
        {
            Added(bytes.Length);
            while (!bytes.IsEmpty)
            {
                if (_tail is null || _tail.Room == 0)
                    AppendSegment(ByteSegment.UsualSize);
                int n = Math.Min(bytes.Length, _tail!.Room);
                bytes[..n].CopyTo(_tail.Free);
                _tail.End += n;
                bytes = bytes[n..];
            }
        }
    }

    /// <summary>The bytes at the front that lie together; empty when there are none. They stay until <see cref="Consume"/>.</summary>
    public ReadOnlySpan<byte> Front
    {
        get
        {
            if (Count == 0)
                return default;
            lock (_lock)
            {
                return _head is null ? default : _head.Used;
            }
        }
    }

    /// <summary>Drops bytes from the front; returns how many there were to drop.</summary>
    public long Consume(long count)
    {
        if (Count == 0)
            return 0;
        lock (_lock)
        {
            return Drop(count);
        }
    }

    /// <summary>Copies from <paramref name="offset"/> on, without consuming; returns how many bytes.</summary>
    public int Peek(Span<byte> destination, long offset = 0)
    {
        if (Count == 0)
            return 0;
        lock (_lock)
        {
            return Copy(destination, offset);
        }
    }

    /// <summary>Copies and consumes; returns how many bytes.</summary>
    public int Read(Span<byte> destination)
    {
        if (Count == 0)
            return 0;
        lock (_lock)
        {
            int n = Copy(destination, 0);
            Drop(n);
            return n;
        }
    }

    /// <summary>Where the byte first occurs at or after <paramref name="offset"/>, or -1.</summary>
    public long IndexOf(byte value, long offset = 0)
    {
        lock (_lock)
        {
            long before = 0;
            for (ByteSegment? s = _head; s is not null; s = s.Next)
            {
                int start = (int)Math.Clamp(offset - before, 0, s.Used.Length);
                int at = s.Used[start..].IndexOf(value);
                if (at >= 0)
                    return before + start + at;
                before += s.Used.Length;
            }
            return -1;
        }
    }

    /// <summary>Puts bytes back before all others.</summary>
    public void Prepend(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
            return;
        lock (_lock)
        {
            ByteSegment segment = ByteSegment.Take(bytes.Length);
            segment.Next = _head;
            bytes.CopyTo(segment.Free);
            segment.End = bytes.Length;
            _head = segment;
            _tail ??= segment;
            Volatile.Write(ref _count, _count + bytes.Length);
        }
    }

    public void Clear() => Consume(long.MaxValue);

    private int Copy(Span<byte> destination, long offset)
    {
        int copied = 0;
        for (ByteSegment? s = _head; s is not null && copied < destination.Length; s = s.Next)
        {
            ReadOnlySpan<byte> used = s.Used;
            if (offset >= used.Length)
            {
                offset -= used.Length;
                continue;
            }
            used = used[(int)offset..];
            offset = 0;
            int n = Math.Min(used.Length, destination.Length - copied);
            used[..n].CopyTo(destination[copied..]);
            copied += n;
        }
        return copied;
    }

    private long Drop(long count)
    {
        long left = Math.Min(count, _count);
        long dropped = left;
        while (left > 0)
        {
            int n = (int)Math.Min(left, _head!.Used.Length);
            _head.Start += n;
            left -= n;
            Volatile.Write(ref _count, _count - n);
            DropEmptyHead();
        }
        return dropped;
    }

    private void Added(int count)
    {
        Volatile.Write(ref _count, _count + count);
        Volatile.Write(ref _totalAppended, _totalAppended + count);
    }

    private void AppendSegment(int size)
    {
        ByteSegment segment = ByteSegment.Take(size);
        if (_tail is null)
            _head = segment;
        else
            _tail.Next = segment;
        _tail = segment;
    }

    private void DropEmptyHead()
    {
        while (_head is { } head && head.Used.IsEmpty && !(head == _tail && _tailReserved))
        {
            _head = head.Next;
            if (_head is null)
                _tail = null;
            head.Release();
        }
    }
}
