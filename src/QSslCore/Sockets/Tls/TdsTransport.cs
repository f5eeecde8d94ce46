using System.Buffers.Binary;
using QSslCore.Tls;

namespace QSslCore.Sockets;

/// <summary>
/// The transport of a TLS engine whose handshake travels in packets of the Tabular Data Stream (MS-TDS, 2.2.6.5): what the
/// engine writes until the end of the handshake is put into packets, and packets are taken off what it reads.
/// </summary>
/// <remarks>
/// The two ends do not agree to the byte on where the handshake ends: with TLS 1.3 the server's tickets come after it. So the
/// reading side goes by what comes: a record of TLS (20 to 23) cannot be taken for a packet (4, 18), and after the first one that
/// came by itself there are no packets any more. TLS guards what is in either.
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

    /// <summary>Bytes of the engine's that still go into packets.</summary>
    private long _toWrap = long.MaxValue;

    /// <summary>Of the packet that is being sent: how much of its header, and of its payload, has still to leave.</summary>
    private int _headerLeft;
    private int _payloadLeft;

    private bool _readsRaw;
    private int _headerRead;
    private int _payloadToRead;

    /// <summary>The handshake is over: only what the engine has ready by now still goes into packets.</summary>
    /// <param name="pending">How many bytes that is.</param>
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
                // Also what is neither: the engine knows best what to say of it.
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
    /// A packet at a time. What did not leave is offered again by the engine, as the contract of a transport has it: so only the
    /// header is this object's to remember.
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
