using System.Buffers.Binary;
using QSslCore.Probing.Sessions;

namespace QSslCore.Tests.Probing.Weaknesses;

/// <summary>A ClientHello as a server reads it.</summary>
internal sealed record ReceivedHello(
    ushort Version, byte[] Random, byte[] SessionId, ushort[] Suites, byte[] Compression, Dictionary<ushort, byte[]> Extensions, int Length)
{
    public static ReceivedHello Read(byte[] message)
    {
        WireReader reader = new(message.AsSpan(4));
        ushort version = reader.Word();
        byte[] random = reader.Bytes(32).ToArray(), id = reader.Counted8().ToArray();
        ushort[] suites = Words(reader.Counted16());
        byte[] compression = reader.Counted8().ToArray();
        Dictionary<ushort, byte[]> extensions = [];
        if (!reader.IsAtEnd)
        {
            WireReader list = new(reader.Counted16());
            while (!list.IsAtEnd)
                extensions.Add(list.Word(), list.Counted16().ToArray());
            Assert.False(list.HasFailed);
        }
        Assert.False(reader.HasFailed);
        Assert.True(reader.IsAtEnd);
        return new(version, random, id, suites, compression, extensions, message.Length);
    }

    /// <summary>Something of RFC 8701 is in it.</summary>
    public bool HasGrease => Suites.Concat(Extensions.Keys).Concat(Groups).Any(w => (w & 0x0F0F) == 0x0A0A && w >> 8 == (w & 0xFF));

    private ushort[] Groups => Extensions.TryGetValue(10, out byte[]? groups) ? Words(groups.AsSpan(2)) : [];

    private static ushort[] Words(ReadOnlySpan<byte> data)
    {
        ushort[] words = new ushort[data.Length / 2];
        for (int i = 0; i < words.Length; i++)
            words[i] = BinaryPrimitives.ReadUInt16BigEndian(data[(2 * i)..]);
        return words;
    }
}
