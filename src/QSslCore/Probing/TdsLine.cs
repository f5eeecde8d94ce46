using System.Buffers.Binary;
using QSslCore.Probing.Surveys;
using QSslCore.StartTls;

namespace QSslCore.Probing;

/// <summary>A line whose handshake travels in packets of the Tabular Data Stream (MS-TDS, 2.2.6.5).</summary>
internal sealed class TdsLine(IProbeLine inner) : IProbeLine
{
    private const byte EndOfMessage = 1;
    private const int MaxPayload = 4096 - TdsPacket.HeaderLength;

    private readonly byte[] _header = new byte[TdsPacket.HeaderLength];
    private int _headerRead, _left;
    private bool _isRaw;

    public ValueTask SendAsync(ReadOnlyMemory<byte> data, CancellationToken cancellation)
    {
        List<byte> packets = new(data.Length + TdsPacket.HeaderLength);
        for (int at = 0; at < data.Length; at += MaxPayload)
        {
            ReadOnlySpan<byte> payload = data.Span[at..Math.Min(data.Length, at + MaxPayload)];
            int length = TdsPacket.HeaderLength + payload.Length;
            packets.AddRange([TdsPacket.PreLogin, EndOfMessage, (byte)(length >> 8), (byte)length, 0, 0, 0, 0]);
            packets.AddRange(payload);
        }
        return inner.SendAsync(packets.ToArray(), cancellation);
    }

    public async ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellation)
    {
        while (!_isRaw && _left == 0)
        {
            int count = await inner.ReceiveAsync(
                _header.AsMemory(_headerRead, _headerRead == 0 ? 1 : _header.Length - _headerRead), cancellation).ConfigureAwait(false);
            if (count == 0)
                return 0;
            _headerRead += count;
            if (_header[0] is not (TdsPacket.PreLogin or TdsPacket.TabularResult))
            {
                // What comes without a packet is for the reader to judge.
                _isRaw = true;
                buffer.Span[0] = _header[0];
                return 1;
            }
            if (_headerRead < _header.Length)
                continue;
            _headerRead = 0;
            _left = Math.Max(0, BinaryPrimitives.ReadUInt16BigEndian(_header.AsSpan(2)) - TdsPacket.HeaderLength);
        }
        int read = await inner.ReceiveAsync(_isRaw ? buffer : buffer[..Math.Min(_left, buffer.Length)], cancellation).ConfigureAwait(false);
        _left -= _isRaw ? 0 : read;
        return read;
    }

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
