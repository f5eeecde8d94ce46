using System.Buffers.Binary;

namespace QSslCore.Probing.Messages;

/// <summary>Reads the vectors of TLS. Reading beyond the end gives zeros and empty spans, and <see cref="HasFailed"/> from then
/// on.</summary>
internal ref struct WireReader(ReadOnlySpan<byte> data)
{
    private ReadOnlySpan<byte> _rest = data;

    /// <summary>More was read than there is.</summary>
    public bool HasFailed { get; private set; }

    public readonly bool IsAtEnd => HasFailed || _rest.IsEmpty;

    public readonly int Left => _rest.Length;

    public int Byte() => Bytes(1) is [byte value] ? value : 0;

    public int Word() => Bytes(2) is { Length: 2 } two ? BinaryPrimitives.ReadUInt16BigEndian(two) : 0;

    public int Triple() => Bytes(3) is [byte high, byte middle, byte low] ? high << 16 | middle << 8 | low : 0;

    public long Quad() => Bytes(4) is { Length: 4 } four ? BinaryPrimitives.ReadUInt32BigEndian(four) : 0;

    /// <summary>Bytes behind their count in one byte.</summary>
    public ReadOnlySpan<byte> Counted8() => Bytes(Byte());

    /// <summary>Bytes behind their count in two bytes.</summary>
    public ReadOnlySpan<byte> Counted16() => Bytes(Word());

    /// <summary>Bytes behind their count in three bytes.</summary>
    public ReadOnlySpan<byte> Counted24() => Bytes(Triple());

    public ReadOnlySpan<byte> Bytes(int count)
    {
        if (HasFailed || count > _rest.Length)
        {
            HasFailed = true;
            _rest = default;
            return default;
        }
        ReadOnlySpan<byte> taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }
}
