using System.Buffers.Binary;

namespace QSslCore.Tests.Support;

/// <summary>Creates a TLS 1.3 ClientHello (RFC 8446, section 4.1.2) that no library would write.</summary>
internal static class ClientHello
{
    /// <summary>Returns a record that names <paramref name="count"/> pre-shared keys, at most about 300.</summary>
    public static byte[] WithPreSharedKeys(int count)
    {
        byte[] identities = [.. Enumerable.Range(0, count).SelectMany(i => (byte[])[.. Counted(BitConverter.GetBytes(i)), 0, 0, 0, 0])];
        byte[] binders = [.. Enumerable.Range(0, count).SelectMany(_ => (byte[])[32, .. new byte[32]])];
        byte[] share = new byte[32];
        share[0] = 9;
        byte[] extensions =
        [
            .. Extension(43, [2, 3, 4]),
            .. Extension(10, Counted([0, 29])),
            .. Extension(13, Counted([4, 3, 8, 4])),
            .. Extension(51, Counted([0, 29, .. Counted(share)])),
            .. Extension(45, [1, 1]),
            .. Extension(41, [.. Counted(identities), .. Counted(binders)]),
        ];
        byte[] body = [3, 3, .. new byte[32], 0, .. Counted([0x13, 1]), 1, 0, .. Counted(extensions)];
        return [22, 3, 1, .. Counted([1, 0, .. Counted(body)])];
    }

    private static byte[] Extension(ushort type, byte[] data) => [(byte)(type >> 8), (byte)type, .. Counted(data)];

    private static byte[] Counted(byte[] data)
    {
        byte[] counted = new byte[2 + data.Length];
        BinaryPrimitives.WriteUInt16BigEndian(counted, (ushort)data.Length);
        data.CopyTo(counted, 2);
        return counted;
    }
}
