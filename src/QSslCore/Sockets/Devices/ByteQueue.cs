namespace QSslCore.Sockets;

/// <summary>
/// A queue of bytes in pooled segments. One thread appends and one thread consumes at a time, and they may be different threads. The lock
/// only protects the bookkeeping, so the tail is filled (decryption) and the head is drained (encryption) outside the lock.
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

    /// <summary>The maximum number of bytes; 0 means no limit. It applies to <see cref="Reserve"/> only, and may change at any time. Any
    /// thread may use it.</summary>
    public long Limit
    {
        get => Volatile.Read(ref _limit);
        set => Volatile.Write(ref _limit, value);
    }

    /// <summary>Whether the limit is reached.</summary>
    public bool IsFull => Limit is > 0 and long limit && Count >= limit;

    /// <summary>The number of bytes in the queue.</summary>
    public long Count => Volatile.Read(ref _count);

    /// <summary>The number of bytes that were ever appended. It only increases.</summary>
    public long TotalAppended => Volatile.Read(ref _totalAppended);

    /// <summary>
    /// Reserves room at the end: at least <paramref name="minimum"/> bytes, or the number that the limit leaves. This is never less than
    /// one byte, because the limit may be lowered meanwhile. The caller must call <see cref="Commit"/> next.
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

    /// <summary>Appends the first <paramref name="count"/> bytes of the reserved room.</summary>
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

    /// <summary>The contiguous bytes at the front; empty if the queue is empty. They remain until <see cref="Consume"/>.</summary>
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

    /// <summary>Removes bytes from the front, and returns the number of removed bytes.</summary>
    public long Consume(long count)
    {
        if (Count == 0)
            return 0;
        lock (_lock)
        {
            return Drop(count);
        }
    }

    /// <summary>Copies bytes from <paramref name="offset"/> on without removing them, and returns their number.</summary>
    public int Peek(Span<byte> destination, long offset = 0)
    {
        if (Count == 0)
            return 0;
        lock (_lock)
        {
            return Copy(destination, offset);
        }
    }

    /// <summary>Copies and removes bytes, and returns their number.</summary>
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

    /// <summary>Returns the position of the first such byte at or after <paramref name="offset"/>, or -1.</summary>
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

    /// <summary>Inserts bytes before all others.</summary>
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
