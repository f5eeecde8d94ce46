namespace QSslCore.Tls.Platform;

/// <summary>Counts the records in a stream of ciphertext. What they are is seen by the library alone.</summary>
internal sealed class RecordCount
{
    private const int HeaderLength = 5;

    private int _header;
    private int _length;
    private int _left;

    /// <summary>Records that have come to their end.</summary>
    public long Complete { get; private set; }

    /// <summary>What was in them, encrypted, in bytes.</summary>
    public long Content { get; private set; }

    /// <summary>Takes the next bytes.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (_header < HeaderLength)
            {
                // The last two bytes of the header are the length of what follows.
                if (_header >= HeaderLength - 2)
                    _length = (_length << 8) | bytes[0];
                bytes = bytes[1..];
                if (++_header < HeaderLength)
                    continue;
                _left = _length;
            }
            int taken = Math.Min(_left, bytes.Length);
            bytes = bytes[taken..];
            _left -= taken;
            if (_left > 0)
                continue;
            Complete++;
            Content += _length;
            _header = _length = 0;
        }
    }
}
