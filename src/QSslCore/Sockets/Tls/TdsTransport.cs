using System.Buffers.Binary;
using QSslCore.Tls;

namespace QSslCore.Sockets;

/// <summary>
/// The transport of a TLS engine whose handshake is sent in packets of the Tabular Data Stream (MS-TDS, 2.2.6.5). Until the end of the
/// handshake it puts the engine's output into packets, and unpacks the engine's input.
/// </summary>
/// <remarks>
/// The two sides do not agree exactly on the byte at which the handshake ends: with TLS 1.3 the server's tickets follow it. The reading
/// side therefore looks at the data. A TLS record (types 20 to 23) cannot be confused with a packet (types 4 and 18), and no packets
/// follow the first record that comes without one. TLS protects the content of both.
/// </remarks>
internal sealed class TdsTransport(ITlsTransport inner) : ITlsTransport
{
    private const int HeaderLength = 8;
    private const byte PreLogin = 0x12;
    private const byte TabularResult = 0x04;
    private const byte EndOfMessage = 1;
    private const int MaxPayloadLength = 4096 - HeaderLength;

    private readonly byte[] _packet = new byte[HeaderLength + MaxPayloadLength];
    private readonly byte[] _header = new byte[HeaderLength];

    /// <summary>The number of bytes of the engine that are still put into packets.</summary>
    private long _toWrap = long.MaxValue;

    /// <summary>The number of bytes of the header and of the payload that are left to send of the current packet.</summary>
    private int _headerLeft;
    private int _payloadLeft;

    private bool _readsRaw;
    private int _headerRead;
    private int _payloadToRead;

    /// <summary>The handshake is over. Only the output that the engine has ready now is still put into packets.</summary>
    /// <param name="pending">The number of bytes of that output.</param>
    public void EndHandshake(int pending) => _toWrap = pending;

    public bool IsDrained => inner.IsDrained;

    public TransportResult TryRead(Span<byte> destination)
    {
        while (!_readsRaw && _payloadToRead == 0)
        {
            TransportResult result = inner.TryRead(_header.AsSpan(_headerRead, _headerRead == 0 ? 1 : HeaderLength - _headerRead));
            if (result.Count == 0)
                return result;
            _headerRead += result.Count;
            if (_header[0] is not (PreLogin or TabularResult))
            {
                // Other data goes to the engine, too, because the engine describes the fault best.
                _readsRaw = true;
                destination[0] = _header[0];
                return TransportResult.Moved(1);
            }
            if (_headerRead < HeaderLength)
                continue;
            _headerRead = 0;
            _payloadToRead = Math.Max(0, BinaryPrimitives.ReadUInt16BigEndian(_header.AsSpan(2)) - HeaderLength);
        }
        if (_readsRaw)
            return inner.TryRead(destination);
        TransportResult payload = inner.TryRead(destination[..Math.Min(destination.Length, _payloadToRead)]);
        _payloadToRead -= payload.Count;
        return payload;
    }

    /// <summary>
    /// Sends one packet at a time. By the contract of a transport, the engine offers again what was not sent, so this object keeps only
    /// the header.
    /// </summary>
    public TransportResult TryWrite(ReadOnlySpan<byte> source)
    {
        if (_payloadLeft == 0)
        {
            if (_toWrap == 0)
                return inner.TryWrite(source);
            _payloadLeft = (int)Math.Min(Math.Min(source.Length, MaxPayloadLength), _toWrap);
            _headerLeft = HeaderLength;
            Span<byte> header = _packet.AsSpan(0, HeaderLength);
            header.Clear();
            header[0] = PreLogin;
            header[1] = EndOfMessage;
            BinaryPrimitives.WriteUInt16BigEndian(header[2..], (ushort)(HeaderLength + _payloadLeft));
        }
        int payload = Math.Min(source.Length, _payloadLeft);
        source[..payload].CopyTo(_packet.AsSpan(HeaderLength));
        TransportResult result = inner.TryWrite(_packet.AsSpan(HeaderLength - _headerLeft, _headerLeft + payload));
        int ofHeader = Math.Min(result.Count, _headerLeft), ofPayload = result.Count - ofHeader;
        _headerLeft -= ofHeader;
        _payloadLeft -= ofPayload;
        _toWrap -= ofPayload;
        return ofPayload > 0 || result.IsError ? new(ofPayload, result.Error) : TransportResult.WouldBlock;
    }
}
