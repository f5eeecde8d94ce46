using QSslCore;

namespace QSslModule;

/// <summary>Finds the first line end in the data that a socket has received. It examines each byte once.</summary>
internal sealed class LineScan(QSslSocket socket, byte[] ending)
{
    private const int ChunkLength = 16 * 1024;

    private readonly byte[] _chunk = new byte[ChunkLength];
    private long _readPosition = socket.ReadPosition;
    private long _scanned;

    /// <summary>Returns the length of the first line with its end; 0 while the line is incomplete.</summary>
    public long Find()
    {
        // The caller's own code may read from the socket while a cmdlet waits.
        if (_readPosition != socket.ReadPosition)
            (_readPosition, _scanned) = (socket.ReadPosition, 0);
        while (true)
        {
            int count = socket.PeekAt(_scanned, _chunk);
            // In an encoding with several bytes per character, a line end starts only at the beginning of a character.
            count -= count % ending.Length;
            if (count == 0)
                return 0;
            for (int at = 0; at < count; at += ending.Length)
            {
                if (ending.Length == 1 && (at = _chunk.AsSpan(0, count).IndexOf(ending[0])) < 0)
                    break;
                if (_chunk.AsSpan(at, ending.Length).SequenceEqual(ending))
                    return _scanned + at + ending.Length;
            }
            _scanned += count;
        }
    }
}
