using System.Buffers.Binary;
using QSslCore.Probing.Messages;
using QSslCore.Probing.Sessions;

namespace QSslCore.Tests.Probing.Weaknesses;

/// <summary>A ClientHello as a server reads it.</summary>
internal sealed record ReceivedHello(
    int Version, byte[] Random, byte[] SessionId, int[] Suites, byte[] Compression, Dictionary<int, byte[]> Extensions, int Length)
{
    public static ReceivedHello Read(byte[] message)
    {
        WireReader reader = new(message.AsSpan(4));
        int version = reader.Word();
        byte[] random = reader.Bytes(32).ToArray(), id = reader.Counted8().ToArray();
        int[] suites = Words(reader.Counted16());
        byte[] compression = reader.Counted8().ToArray();
        Dictionary<int, byte[]> extensions = [];
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

    private int[] Groups => Extensions.TryGetValue(10, out byte[]? groups) ? Words(groups.AsSpan(2)) : [];

    private static int[] Words(ReadOnlySpan<byte> data)
    {
        int[] words = new int[data.Length / 2];
        for (int i = 0; i < words.Length; i++)
            words[i] = BinaryPrimitives.ReadUInt16BigEndian(data[(2 * i)..]);
        return words;
    }
}
