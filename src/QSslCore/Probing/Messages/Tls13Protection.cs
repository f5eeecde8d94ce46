using System.Buffers.Binary;
using System.Security.Cryptography;

namespace QSslCore.Probing.Messages;

/// <summary>The records of one side of TLS 1.3 (RFC 8446, 5.2).</summary>
internal sealed class Tls13Protection(int suite, byte[] key, byte[] iv)
{
    public const int NonceLength = 12;
    private const int TagLength = 16;
    private const int ChaCha20 = 0x1303;

    private ulong _number;

    /// <summary>Opens a record.</summary>
    /// <returns>The type and the content; null where it is not authentic.</returns>
    public (int Type, byte[] Content)? Open(TlsRecord record)
    {
        if (record.Payload.Length < TagLength + 1)
            return null;
        ReadOnlySpan<byte> hidden = record.Payload;
        byte[] plain = new byte[hidden.Length - TagLength];
        List<byte> header = [(byte)record.Type];
        header.Word(record.Version);
        header.Word(record.Payload.Length);
        try
        {
            if (suite == ChaCha20)
            {
                using ChaCha20Poly1305 cipher = new(key);
                cipher.Decrypt(NextNonce(), hidden[..^TagLength], hidden[^TagLength..], plain, [.. header]);
            }
            else
            {
                using AesGcm cipher = new(key, TagLength);
                cipher.Decrypt(NextNonce(), hidden[..^TagLength], hidden[^TagLength..], plain, [.. header]);
            }
        }
        catch (CryptographicException)
        {
            return null;
        }
        int end = plain.AsSpan().TrimEnd((byte)0).Length;
        return end == 0 ? null : (plain[end - 1], plain[..(end - 1)]);
    }

    /// <summary>A protected record.</summary>
    public byte[] Seal(int type, ReadOnlySpan<byte> content)
    {
        byte[] plain = [.. content, (byte)type], hidden = new byte[plain.Length], tag = new byte[TagLength];
        List<byte> record = [TlsRecord.ApplicationData, 3, 3];
        record.Word(plain.Length + TagLength);
        byte[] header = [.. record];
        if (suite == ChaCha20)
        {
            using ChaCha20Poly1305 cipher = new(key);
            cipher.Encrypt(NextNonce(), plain, hidden, tag, header);
        }
        else
        {
            using AesGcm cipher = new(key, TagLength);
            cipher.Encrypt(NextNonce(), plain, hidden, tag, header);
        }
        return [.. record, .. hidden, .. tag];
    }

    private byte[] NextNonce()
    {
        byte[] nonce = [.. iv];
        Span<byte> last = nonce.AsSpan(NonceLength - sizeof(ulong));
        BinaryPrimitives.WriteUInt64BigEndian(last, BinaryPrimitives.ReadUInt64BigEndian(last) ^ _number++);
        return nonce;
    }
}
