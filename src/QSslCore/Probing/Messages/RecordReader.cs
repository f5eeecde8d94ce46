using System.Buffers.Binary;

namespace QSslCore.Probing.Messages;

/// <summary>Takes records from bytes that come in pieces of any size. It keeps no more than one record that is not whole.</summary>
internal sealed class RecordReader
{
    private readonly List<byte> _rest = [];

    /// <summary>What is wrong with what came; null while nothing is. Nothing is read from then on.</summary>
    public string? Fault { get; private set; }

    /// <summary>Whether part of a record is there.</summary>
    public bool IsAmidRecord => _rest.Count > 0;

    /// <summary>Takes the next record from bytes, which then begin behind it.</summary>
    /// <returns>Null when none is whole, all bytes are kept, and more are needed; or when there is a <see cref="Fault"/>.</returns>
    public TlsRecord? Next(ref ReadOnlySpan<byte> input)
    {
        if (Fault is not null || !Fill(ref input, TlsRecord.HeaderLength))
            return null;
        Span<byte> header = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_rest)[..TlsRecord.HeaderLength];
        int type = header[0], version = BinaryPrimitives.ReadUInt16BigEndian(header[1..]);
        int length = BinaryPrimitives.ReadUInt16BigEndian(header[3..]);
        if (type is < TlsRecord.ChangeCipherSpec or > TlsRecord.Heartbeat || version >> 8 != 3)
            return Fail($"what came is not TLS (it begins with {Convert.ToHexString(header)})");
        if (length > TlsRecord.MaxPayload)
            return Fail($"a record claims {length} bytes, and the protocol allows {TlsRecord.MaxPayload}");
        if (!Fill(ref input, TlsRecord.HeaderLength + length))
            return null;
        byte[] payload = [.. _rest.GetRange(TlsRecord.HeaderLength, length)];
        _rest.Clear();
        return new(type, version, payload);
    }

    /// <summary>Moves bytes until so many are kept.</summary>
    private bool Fill(ref ReadOnlySpan<byte> input, int wanted)
    {
        int count = Math.Min(input.Length, Math.Max(0, wanted - _rest.Count));
        _rest.AddRange(input[..count]);
        input = input[count..];
        return _rest.Count >= wanted;
    }

    private TlsRecord? Fail(string fault)
    {
        Fault = fault;
        _rest.Clear();
        return null;
    }
}
