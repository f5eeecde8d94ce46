using System.Buffers;
using System.Buffers.Binary;

namespace QSslCore.BouncyCastle.Engine;

/// <summary>
/// Returns ciphertext record by record (RFC 8446, section 5.1), because a handshake must be able to stop between two records.
/// </summary>
internal sealed class RecordReader : IDisposable
{
    public const int HeaderLength = 5;
    private const int LargestRecord = HeaderLength + (16 * 1024) + 2048;
    private const byte FirstRecordType = 20;
    private const byte LastRecordType = 23;

    private byte[]? _buffer;
    private int _start;
    private int _end;

    /// <summary>The buffer with the record that <see cref="TryTake"/> returned.</summary>
    public byte[] Buffer => _buffer ?? [];

    /// <summary>Whether the next header does not belong to a valid record.</summary>
    public bool IsOffTheRails => _end - _start >= HeaderLength
        && (_buffer![_start] is < FirstRecordType or > LastRecordType || RecordLength > LargestRecord);

    private int RecordLength => HeaderLength + BinaryPrimitives.ReadUInt16BigEndian(_buffer.AsSpan(_start + 3));

    public byte[] Header => _buffer.AsSpan(_start, HeaderLength).ToArray();

    /// <summary>Returns the next record if it is complete. The record stays in place until <see cref="Reserve"/> is called.</summary>
    public bool TryTake(out int start, out int length)
    {
        (start, length) = (_start, 0);
        if (IsOffTheRails || _end - _start < HeaderLength || _end - _start < RecordLength)
            return false;
        length = RecordLength;
        _start += length;
        return true;
    }

    /// <summary>Returns space for more ciphertext. <see cref="Commit"/> must follow.</summary>
    public Span<byte> Reserve()
    {
        // The buffer holds two records. A larger one would move more data, a smaller one would need more system calls.
        _buffer ??= ArrayPool<byte>.Shared.Rent(2 * LargestRecord);
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }
        return _buffer.AsSpan(_end);
    }

    /// <summary>Adds the bytes that were received.</summary>
    public void Commit(int count) => _end += count;

    public void Dispose()
    {
        // The buffer contains decrypted data of this connection, which must not leak to others.
        if (_buffer is not null)
            ArrayPool<byte>.Shared.Return(_buffer, clearArray: true);
        _buffer = null;
        _start = _end = 0;
    }
}
