namespace QSslCore.Tls.Platform;

/// <summary>Counts the records in a stream of ciphertext. Only the library can see their types.</summary>
internal sealed class RecordCount
{
    private const int HeaderLength = 5;

    private int _header;
    private int _length;
    private int _left;

    /// <summary>The number of complete records.</summary>
    public long Complete { get; private set; }

    /// <summary>The total size of their encrypted content in bytes.</summary>
    public long Content { get; private set; }

    /// <summary>Takes the next bytes.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (_header < HeaderLength)
            {
                // The last two bytes of the header are the length of the content.
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
