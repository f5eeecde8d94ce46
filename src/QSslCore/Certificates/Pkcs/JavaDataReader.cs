using System.Buffers.Binary;

namespace QSslCore;

/// <summary>Reads what Java's DataOutputStream writes. Every length is checked against what is left.</summary>
/// <param name="data">The bytes.</param>
internal ref struct JavaDataReader(ReadOnlySpan<byte> data)
{
    private ReadOnlySpan<byte> _rest = data;

    public readonly bool IsAtEnd => _rest.IsEmpty;

    /// <exception cref="InvalidDataException">Fewer bytes are left.</exception>
    public ReadOnlySpan<byte> ReadBytes(uint count)
    {
        if (count > (uint)_rest.Length)
            throw new InvalidDataException("it is truncated, or a length in it is wrong");
        ReadOnlySpan<byte> bytes = _rest[..(int)count];
        _rest = _rest[(int)count..];
        return bytes;
    }

    public byte ReadByte() => ReadBytes(1)[0];

    public ushort ReadUInt16() => BinaryPrimitives.ReadUInt16BigEndian(ReadBytes(sizeof(ushort)));

    public uint ReadUInt32() => BinaryPrimitives.ReadUInt32BigEndian(ReadBytes(sizeof(uint)));

    /// <summary>Reads text in Java's modified UTF-8: one to three bytes for each UTF-16 code unit.</summary>
    public string ReadText()
    {
        ReadOnlySpan<byte> bytes = ReadBytes(ReadUInt16());
        Span<char> text = bytes.Length <= 256 ? stackalloc char[bytes.Length] : new char[bytes.Length];
        int length = 0;
        for (int i = 0; i < bytes.Length; length++)
        {
            int unit = bytes[i++];
            int following = unit < 0x80 ? 0 : unit >> 5 == 0b110 ? 1 : unit >> 4 == 0b1110 ? 2 : -1;
            if (following < 0 || following > bytes.Length - i)
                throw new InvalidDataException("it has a text that is not modified UTF-8");
            unit &= following == 0 ? 0x7F : 0x3F >> following;
            for (; following > 0; following--, i++)
            {
                if (bytes[i] >> 6 != 0b10)
                    throw new InvalidDataException("it has a text that is not modified UTF-8");
                unit = (unit << 6) | (bytes[i] & 0x3F);
            }
            text[length] = (char)unit;
        }
        return new(text[..length]);
    }
}
