using System.Buffers.Binary;
using System.Security.Cryptography;

namespace QSslCore.Tests.Support;

/// <summary>
/// Writes TLS 1.2 records with any contents on behalf of a peer whose key log is known (RFC 5246, section 6.3, and RFC 5288). For suites
/// with AES128-GCM-SHA256.
/// </summary>
internal sealed class OlderRecordForge : IDisposable
{
    private const int Header = 5, Tag = 16, KeyLength = 16, SaltLength = 4, ExplicitLength = 8;

    /// <summary>The position and the length of the random number in a record with a hello message.</summary>
    private const int RandomAt = Header + 6, RandomLength = 32;

    private readonly AesGcm _cipher;
    private readonly byte[] _salt;
    private ulong _sequence;

    /// <param name="master">The master secret.</param>
    /// <param name="client">All data that the client has sent.</param>
    /// <param name="server">All data that the server has sent.</param>
    /// <param name="isServer">Whether to write records of the server.</param>
    public OlderRecordForge(byte[] master, IReadOnlyList<byte> client, IReadOnlyList<byte> server, bool isServer)
    {
        byte[] block = Expand(master, [.. "key expansion"u8, .. Random(server), .. Random(client)], 2 * (KeyLength + SaltLength));
        _cipher = new(block.AsSpan(isServer ? KeyLength : 0, KeyLength), Tag);
        _salt = block.AsSpan(2 * KeyLength + (isServer ? SaltLength : 0), SaltLength).ToArray();
        IReadOnlyList<byte> sent = isServer ? server : client;
        bool isEncrypted = false;
        for (int at = 0; at < sent.Count; at += Header + (sent[at + 3] << 8) + sent[at + 4])
        {
            if (isEncrypted)
                _sequence++;
            isEncrypted |= sent[at] == 20;
        }
    }

    /// <summary>Returns the handshake message in a plain record, such as the ClientHello.</summary>
    public static byte[] FirstMessage(IReadOnlyList<byte> sent) => [.. sent.Skip(Header).Take((sent[3] << 8) + sent[4])];

    public byte[] Seal(byte type, ReadOnlySpan<byte> content)
    {
        int length = ExplicitLength + content.Length + Tag;
        byte[] record = new byte[Header + length], nonce = new byte[SaltLength + ExplicitLength], beside = new byte[13];
        (record[0], record[1], record[2], record[3], record[4]) = (type, 3, 3, (byte)(length >> 8), (byte)length);
        BinaryPrimitives.WriteUInt64BigEndian(record.AsSpan(Header), _sequence);
        _salt.CopyTo(nonce, 0);
        BinaryPrimitives.WriteUInt64BigEndian(nonce.AsSpan(SaltLength), _sequence);
        BinaryPrimitives.WriteUInt64BigEndian(beside, _sequence++);
        (beside[8], beside[9], beside[10]) = (type, 3, 3);
        BinaryPrimitives.WriteUInt16BigEndian(beside.AsSpan(11), (ushort)content.Length);
        _cipher.Encrypt(nonce, content, record.AsSpan(Header + ExplicitLength, content.Length), record.AsSpan(record.Length - Tag), beside);
        return record;
    }

    public void Dispose() => _cipher.Dispose();

    private static byte[] Random(IReadOnlyList<byte> sent) => [.. sent.Skip(RandomAt).Take(RandomLength)];

    private static byte[] Expand(byte[] secret, byte[] seed, int length)
    {
        List<byte> made = [];
        byte[] a = seed;
        while (made.Count < length)
        {
            a = HMACSHA256.HashData(secret, a);
            made.AddRange(HMACSHA256.HashData(secret, (byte[])[.. a, .. seed]));
        }
        return [.. made.Take(length)];
    }
}
