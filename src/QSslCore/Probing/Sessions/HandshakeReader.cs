namespace QSslCore.Probing.Sessions;

/// <summary>Joins the payloads of records to messages of the handshake; messages may be cut and glued.</summary>
internal sealed class HandshakeReader
{
    /// <summary>The longest message that is read; a chain of certificates has some kilobytes.</summary>
    private const int MaxMessage = 128 << 10;

    private readonly List<byte> _pending = [];

    /// <summary>A message was longer than is read.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>Bytes that are no whole message yet.</summary>
    public bool HasPending => _pending.Count > 0;

    /// <summary>Takes the payload of a record.</summary>
    public void Add(ReadOnlySpan<byte> payload) => _pending.AddRange(payload);

    /// <summary>The next whole message with its header; null when there is none.</summary>
    public byte[]? Next()
    {
        if (HasFailed || _pending.Count < 4)
            return null;
        int length = _pending[1] << 16 | _pending[2] << 8 | _pending[3];
        if (length > MaxMessage)
        {
            HasFailed = true;
            return null;
        }
        if (_pending.Count < 4 + length)
            return null;
        byte[] message = [.. _pending[..(4 + length)]];
        _pending.RemoveRange(0, 4 + length);
        return message;
    }
}
