using System.Buffers.Binary;

namespace QSslCore.Probing.Messages;

/// <summary>The answer of a server of SSL 2.0.</summary>
/// <param name="Certificate">In DER; empty for none.</param>
/// <param name="Suites">The suites that it has in common with the client, three bytes each.</param>
internal sealed record Ssl2ServerHello(byte[] Certificate, IReadOnlyList<int> Suites)
{
    private const int ServerHelloType = 4;

    /// <summary>Whether bytes begin like a record of SSL 2.0 with that message.</summary>
    public static bool MayBegin(ReadOnlySpan<byte> data) => data.Length == 0 || (data[0] & 0x80) != 0;

    /// <summary>How many bytes the record has; 0 when that cannot be told yet.</summary>
    public static int LengthOf(ReadOnlySpan<byte> data) =>
        data.Length < 2 ? 0 : 2 + (BinaryPrimitives.ReadUInt16BigEndian(data) & 0x7FFF);

    /// <summary>Reads a whole record; null where it is none of that message.</summary>
    public static Ssl2ServerHello? Read(ReadOnlySpan<byte> record)
    {
        WireReader reader = new(record);
        reader.Word();
        if (reader.Byte() != ServerHelloType)
            return null;
        reader.Bytes(2);
        if (reader.Word() != 2)
            return null;
        int certificateLength = reader.Word(), suitesLength = reader.Word(), idLength = reader.Word();
        byte[] certificate = reader.Bytes(certificateLength).ToArray();
        WireReader list = new(reader.Bytes(suitesLength));
        reader.Bytes(idLength);
        if (reader.HasFailed || suitesLength % 3 != 0)
            return null;
        List<int> suites = [];
        while (!list.IsAtEnd)
            suites.Add(list.Triple());
        return new(certificate, suites);
    }
}
