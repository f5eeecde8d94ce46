using System.Buffers.Binary;

namespace QSslCore.Probing.Sessions;

/// <summary>Reads numbers and counted fields of a message; what is beyond the end makes it fail, once and for all.</summary>
internal ref struct WireReader(ReadOnlySpan<byte> data)
{
    private ReadOnlySpan<byte> _rest = data;

    /// <summary>Whether a field was longer than the message.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>Whether all of it was read.</summary>
    public readonly bool IsAtEnd => _rest.IsEmpty;

    /// <summary>The next byte; 0 after a failure.</summary>
    public int Byte() => Bytes(1) is [byte b] ? b : 0;

    /// <summary>The next two bytes as a number.</summary>
    public ushort Word() => Bytes(2) is { Length: 2 } w ? BinaryPrimitives.ReadUInt16BigEndian(w) : (ushort)0;

    /// <summary>The next three bytes as a number.</summary>
    public int Triple() => Bytes(3) is [byte a, byte b, byte c] ? a << 16 | b << 8 | c : 0;

    /// <summary>So many bytes; none after a failure.</summary>
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

    /// <summary>A field that begins with its length in one byte.</summary>
    public ReadOnlySpan<byte> Counted8() => Bytes(Byte());

    /// <summary>A field that begins with its length in two bytes.</summary>
    public ReadOnlySpan<byte> Counted16() => Bytes(Word());

    /// <summary>A field that begins with its length in three bytes.</summary>
    public ReadOnlySpan<byte> Counted24() => Bytes(Triple());
}
