using System.Buffers;

namespace QSslCore.Sockets;

/// <summary>A pooled part of a <see cref="ByteQueue"/>. The lock of the queue protects its members.</summary>
internal sealed class ByteSegment
{
    /// <summary>The size of a segment, unless more contiguous bytes are needed.</summary>
    public const int UsualSize = 32 * 1024;

    /// <summary>
    /// A private pool, because the bytes are plaintext of one connection, and other users of a shared pool must not see them. This library
    /// never reads bytes that it has not written. With a shared pool they would have to be cleared, which slows down bulk data.
    /// </summary>
    private static readonly ArrayPool<byte> s_pool = ArrayPool<byte>.Create(UsualSize, 256);

    /// <summary>The segment that this thread has emptied last. If answers follow requests, it is the one that is filled next.</summary>
    [ThreadStatic]
    private static ByteSegment? t_spare;

    private readonly byte[] _array;

    private ByteSegment(int size) => _array = s_pool.Rent(size);

    public int Start { get; set; }

    public int End { get; set; }

    public ByteSegment? Next { get; set; }

    public ReadOnlySpan<byte> Used => _array.AsSpan(Start, End - Start);

    public Span<byte> Free => _array.AsSpan(End);

    public int Room => _array.Length - End;

    /// <summary>Returns an empty segment of at least this size.</summary>
    public static ByteSegment Take(int size)
    {
        if (size > UsualSize || t_spare is not { } spare)
            return new(size);
        t_spare = null;
        return spare;
    }

    /// <summary>Returns the segment to the pool. It must not be used any more.</summary>
    public void Release()
    {
        if (t_spare is not null || _array.Length != UsualSize)
        {
            s_pool.Return(_array);
            return;
        }
        (Start, End, Next) = (0, 0, null);
        t_spare = this;
    }
}
