using System.Security.Cryptography;
using System.Text;

namespace QSslCore.Probing.Sessions;

/// <summary>What a ClientHello of a probe offers (RFC 5246, 7.4.1.2).</summary>
internal sealed record HelloOffer
{
    /// <summary>The version of the hello, at most TLS 1.2.</summary>
    public ushort Version { get; init; } = 0x0303;

    /// <summary>The suites, the most wanted first.</summary>
    public required IReadOnlyList<ushort> Suites { get; init; }

    /// <summary>The name of the host; null to leave it out.</summary>
    public string? ServerName { get; init; }

    /// <summary>The session to resume; empty for a new one.</summary>
    public byte[] SessionId { get; init; } = [];

    /// <summary>The methods of compression.</summary>
    public byte[] Compression { get; init; } = [0];

    /// <summary>A ticket to resume with; empty to ask for one; null to do without.</summary>
    public byte[]? Ticket { get; init; }

    /// <summary>The groups; none leaves the extension out.</summary>
    public IReadOnlyList<ushort> Groups { get; init; } = [.. NamedCurve.All.Select(c => c.Group)];

    /// <summary>More extensions, in their order.</summary>
    public IReadOnlyList<(ushort Type, byte[] Data)> MoreExtensions { get; init; } = [];

    /// <summary>What a verify_data of renegotiation_info has; null leaves the extension out.</summary>
    public byte[]? RenegotiationInfo { get; init; } = [];

    /// <summary>The random.</summary>
    public byte[] Random { get; } = RandomNumberGenerator.GetBytes(32);

    /// <summary>The message of the handshake.</summary>
    public byte[] ToMessage()
    {
        byte[] body =
        [
            (byte)(Version >> 8), (byte)Version, .. Random, (byte)SessionId.Length, .. SessionId,
            .. Counted(Words(Suites)), (byte)Compression.Length, .. Compression, .. Counted(Extensions()),
        ];
        return [1, (byte)(body.Length >> 16), (byte)(body.Length >> 8), (byte)body.Length, .. body];
    }

    /// <summary>The message in a record.</summary>
    public byte[] ToRecord() => RawRecord.Frame(RawRecord.Handshake, Math.Min(Version, (ushort)0x0301), ToMessage());

    private byte[] Extensions()
    {
        List<byte> list = [];
        void Add(ushort type, ReadOnlySpan<byte> data) => list.AddRange([(byte)(type >> 8), (byte)type, .. Counted(data)]);
        if (ServerName is not null)
            Add(0, Counted([0, .. Counted(Encoding.ASCII.GetBytes(ServerName))]));
        if (RenegotiationInfo is not null)
            Add(0xFF01, [(byte)RenegotiationInfo.Length, .. RenegotiationInfo]);
        if (Groups.Count > 0)
        {
            Add(10, Counted(Words(Groups)));
            Add(11, [1, 0]);
        }
        if (Version >= 0x0303)
            Add(13, Counted(Words([0x0403, 0x0503, 0x0603, 0x0804, 0x0805, 0x0806, 0x0401, 0x0501, 0x0601, 0x0203, 0x0201, 0x0202])));
        if (Ticket is not null)
            Add(35, Ticket);
        foreach ((ushort type, byte[] data) in MoreExtensions)
            Add(type, data);
        return [.. list];
    }

    private static byte[] Counted(ReadOnlySpan<byte> data) => [(byte)(data.Length >> 8), (byte)data.Length, .. data];

    private static byte[] Words(IEnumerable<ushort> words) => [.. words.SelectMany(w => (byte[])[(byte)(w >> 8), (byte)w])];
}
