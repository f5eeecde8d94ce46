using System.Buffers;
using System.Buffers.Binary;

namespace QSslCore.BouncyCastle.Engine;

/// <summary>Gives ciphertext out record by record (RFC 8446, section 5.1): a handshake must be able to stop between two.</summary>
internal sealed class RecordReader : IDisposable
{
    public const int HeaderLength = 5;
    private const int LargestRecord = HeaderLength + (16 * 1024) + 2048;
    private const byte FirstRecordType = 20;
    private const byte LastRecordType = 23;

    private byte[]? _buffer;
    private int _start;
    private int _end;

    /// <summary>Where the record is that <see cref="TryTake"/> gave.</summary>
    public byte[] Buffer => _buffer ?? [];

    /// <summary>A header is here that begins no record.</summary>
    public bool IsOffTheRails => _end - _start >= HeaderLength
        && (_buffer![_start] is < FirstRecordType or > LastRecordType || RecordLength > LargestRecord);

    private int RecordLength => HeaderLength + BinaryPrimitives.ReadUInt16BigEndian(_buffer.AsSpan(_start + 3));

    public byte[] Header => _buffer.AsSpan(_start, HeaderLength).ToArray();

    /// <summary>The next record, if it is here as a whole. It stays where it is until <see cref="Reserve"/> is called.</summary>
    public bool TryTake(out int start, out int length)
    {
        (start, length) = (_start, 0);
        if (IsOffTheRails || _end - _start < HeaderLength || _end - _start < RecordLength)
            return false;
        length = RecordLength;
        _start += length;
        return true;
    }

    /// <summary>Room for more ciphertext; <see cref="Commit"/> follows.</summary>
    public Span<byte> Reserve()
    {
        // A read of two records: more costs moving what is left, less costs system calls.
        _buffer ??= ArrayPool<byte>.Shared.Rent(2 * LargestRecord);
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }
        return _buffer.AsSpan(_end);
    }

    /// <summary>So many bytes came.</summary>
    public void Commit(int count) => _end += count;

    public void Dispose()
    {
        // What was decrypted in it belongs to this connection alone.
        if (_buffer is not null)
            ArrayPool<byte>.Shared.Return(_buffer, clearArray: true);
        _buffer = null;
        _start = _end = 0;
    }
}
