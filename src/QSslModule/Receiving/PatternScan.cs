using System.Text;
using System.Text.RegularExpressions;
using QSslCore;

namespace QSslModule;

/// <summary>
/// Finds a pattern in the data that a socket has received. Each byte is decoded once, and new data causes a search in a window and not in
/// the whole text. A match that begins before the window is found by a full search. A full search is due when the peer pauses and each
/// time the text has doubled.
/// </summary>
internal sealed class PatternScan(QSslSocket socket, Regex pattern, Encoding encoding)
{
    private const int ChunkLength = 16 * 1024;

    /// <summary>The number of characters before the new ones that are searched again.</summary>
    private const int WindowLength = 64 * 1024;

    private readonly byte[] _chunk = new byte[ChunkLength];
    private Decoder _decoder = encoding.GetDecoder();
    private char[] _text = new char[1024];
    private long _readPosition = socket.ReadPosition;
    private long _decoded;
    private int _length;
    private int _searched;
    private int _searchedFromStart;

    /// <summary>Whether a full search would cover more text than the searches so far.</summary>
    public bool IsFullSearchDue => _searchedFromStart < _length;

    /// <summary>Returns the number of bytes up to the end of the first match; 0 if there is none.</summary>
    /// <param name="fromStart">Searches the whole text, even if a full search is not due yet.</param>
    /// <exception cref="RegexMatchTimeoutException">The search exceeds the time limit of the pattern.</exception>
    public long Find(bool fromStart = false)
    {
        // The caller's own code may read from the socket while a cmdlet waits.
        if (_readPosition != socket.ReadPosition)
        {
            _readPosition = socket.ReadPosition;
            _decoder = encoding.GetDecoder();
            _decoded = _length = _searched = _searchedFromStart = 0;
        }
        Decode();
        if (_length == 0)
            return 0;
        bool isFull = fromStart || _searched <= WindowLength || _length >= 2L * _searchedFromStart;
        foreach (ValueMatch match in pattern.EnumerateMatches(_text.AsSpan(0, _length), isFull ? 0 : _searched - WindowLength))
            return TextBytes.LengthOf(socket.Peek(_decoded), match.Index + match.Length, encoding);
        _searched = _length;
        if (isFull)
            _searchedFromStart = _length;
        return 0;
    }

    private void Decode()
    {
        while (socket.PeekAt(_decoded, _chunk) is > 0 and int count)
        {
            int room = _length + encoding.GetMaxCharCount(count);
            if (room > _text.Length)
                Array.Resize(ref _text, Math.Max(room, _text.Length * 2));
            _length += _decoder.GetChars(_chunk, 0, count, _text, _length, flush: false);
            _decoded += count;
        }
    }
}
