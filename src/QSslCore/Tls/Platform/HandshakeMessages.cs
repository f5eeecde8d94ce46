using System.Buffers.Binary;

namespace QSslCore.Tls.Platform;

/// <summary>
/// Parses the unencrypted data of a peer in parallel to the TLS library: its first handshake messages (RFC 8446, sections 4 and 5.1) and
/// alerts. Data that it cannot parse is left to the library, which refuses it.
/// </summary>
internal sealed class HandshakeMessages(Func<byte, ReadOnlyMemory<byte>, bool> take)
{
    private const byte ChangeCipherSpecRecord = 20;
    private const byte AlertRecord = 21;
    private const byte HandshakeRecord = 22;
    private const int RecordHeader = 5;
    private const int MessageHeader = 4;
    private const int MaxBytes = 512 * 1024;

    private readonly List<byte> _records = [];
    private readonly List<byte> _messages = [];
    private int _seen;

    /// <summary>Whether reading has stopped: the relevant messages are complete, the peer encrypts, or the data is not a
    /// handshake.</summary>
    public bool IsDone { get; private set; }

    /// <summary>The fatal alert that was received unencrypted.</summary>
    public AlertType? Alert { get; private set; }

    /// <summary>Takes the next bytes. It passes each whole message (type and body) to the delegate until the delegate returns
    /// false.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        _seen += bytes.Length;
        if (IsDone || _seen > MaxBytes)
        {
            IsDone = true;
            return;
        }
        _records.AddRange(bytes);
        while (!IsDone && _records.Count >= RecordHeader)
        {
            int length = (_records[3] << 8) | _records[4];
            if (_records.Count < RecordHeader + length)
                return;
            TakeRecord(_records[0], [.. _records.GetRange(RecordHeader, length)]);
            _records.RemoveRange(0, RecordHeader + length);
        }
    }

    private void TakeRecord(byte type, byte[] content)
    {
        switch (type)
        {
            case HandshakeRecord:
                _messages.AddRange(content);
                break;
            case AlertRecord when content is [1, _]:
                // A warning, such as the one for an unknown name.
                return;
            case ChangeCipherSpecRecord when content is [1] && _messages.Count == 0:
                // TLS 1.3 sends some for the sake of old middleboxes (RFC 8446, appendix D.4). In TLS 1.2 all messages have been read by
                // now.
                return;
            default:
                Alert = type == AlertRecord && content is [2, byte code] ? (AlertType)code : null;
                IsDone = true;
                return;
        }
        while (!IsDone && _messages.Count >= MessageHeader)
        {
            int length = (_messages[1] << 16) | (_messages[2] << 8) | _messages[3];
            if (_messages.Count < MessageHeader + length)
                return;
            IsDone = !take(_messages[0], _messages.GetRange(MessageHeader, length).ToArray());
            _messages.RemoveRange(0, MessageHeader + length);
        }
    }
}

/// <summary>Reads the fields of a message: numbers, and vectors that start with their length. Returns false if the data ends too
/// early.</summary>
internal ref struct MessageReader(ReadOnlySpan<byte> data)
{
    private ReadOnlySpan<byte> _rest = data;

    public readonly bool IsEmpty => _rest.IsEmpty;

    public bool Skip(int count) => TryTake(count, out _);

    public bool TryTake(int count, out ReadOnlySpan<byte> taken)
    {
        taken = default;
        if (count > _rest.Length)
            return false;
        taken = _rest[..count];
        _rest = _rest[count..];
        return true;
    }

    public bool TryNumber(out ushort number)
    {
        bool there = TryTake(2, out ReadOnlySpan<byte> bytes);
        number = there ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : (ushort)0;
        return there;
    }

    /// <param name="lengthBytes">The size of the length field in bytes.</param>
    /// <param name="vector">The data that follows the length field.</param>
    public bool TryVector(int lengthBytes, out ReadOnlySpan<byte> vector)
    {
        vector = default;
        if (!TryTake(lengthBytes, out ReadOnlySpan<byte> length))
            return false;
        int count = 0;
        foreach (byte b in length)
            count = (count << 8) | b;
        return TryTake(count, out vector);
    }
}
