using System.Buffers;

namespace QSslCore.Sockets;

/// <summary>A pooled piece of a <see cref="ByteQueue"/>, which guards its members by its lock.</summary>
internal sealed class ByteSegment
{
    /// <summary>The size of a segment, unless more is needed in one piece.</summary>
    public const int UsualSize = 32 * 1024;

    /// <summary>
    /// A pool of our own: the bytes are plaintext of one connection, and the next user of the array must not see them. This library never
    /// looks at bytes that it has not written; a shared pool would need them cleared, which costs bulk data time.
    /// </summary>
    private static readonly ArrayPool<byte> s_pool = ArrayPool<byte>.Create(UsualSize, 256);

    /// <summary>The segment that this thread has emptied last: where answers follow requests it is the one that is filled next.</summary>
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

    /// <summary>An empty segment of at least that size.</summary>
    public static ByteSegment Take(int size)
    {
        if (size > UsualSize || t_spare is not { } spare)
            return new(size);
        t_spare = null;
        return spare;
    }

    /// <summary>Gives the segment back; it is not used any more.</summary>
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
