namespace QSslCore.Probing.Messages;

/// <summary>Takes the messages of a handshake from the content of its records, wherever those are cut.</summary>
internal sealed class MessageReader
{
    /// <summary>No message that a probe reads is longer; a chain of certificates has some kilobytes.</summary>
    public const int MaxMessage = 128 * 1024;

    private const int HeaderLength = 4;

    private readonly List<byte> _bytes = [];
    private int _start;

    /// <summary>What is wrong with what came; null while nothing is.</summary>
    public string? Fault { get; private set; }

    /// <summary>Whether part of a message is there.</summary>
    public bool IsAmidMessage => _bytes.Count > _start;

    public void Add(ReadOnlySpan<byte> content)
    {
        if (Fault is not null)
            return;
        if (_start > 0)
            _bytes.RemoveRange(0, _start);
        _start = 0;
        _bytes.AddRange(content);
    }

    /// <summary>The next message with its header; null when none is whole.</summary>
    public byte[]? Next()
    {
        if (Fault is not null || _bytes.Count - _start < HeaderLength)
            return null;
        int length = _bytes[_start + 1] << 16 | _bytes[_start + 2] << 8 | _bytes[_start + 3];
        if (length > MaxMessage)
        {
            Fault = $"a message claims {length} bytes, and {MaxMessage} are read at most";
            _bytes.Clear();
            _start = 0;
            return null;
        }
        if (_bytes.Count - _start < HeaderLength + length)
            return null;
        byte[] message = [.. _bytes.GetRange(_start, HeaderLength + length)];
        _start += message.Length;
        return message;
    }
}
