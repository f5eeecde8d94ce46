using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace QSslCore.Tests.Support;

/// <summary>
/// Makes records of TLS 1.3 (TLS_AES_128_GCM_SHA256) by the secret of an established connection: what no TLS library would send,
/// and as fast as an attacker would.
/// </summary>
/// <param name="secret">The sender's traffic secret, as a key log has it; nothing was sent by it yet.</param>
internal sealed class RecordForge(byte[] secret) : IDisposable
{
    public const byte Handshake = 22;

    private const int TagLength = 16;

    private readonly AesGcm _cipher = new(Derive(secret, "key", 16), TagLength);
    private readonly byte[] _iv = Derive(secret, "iv", 12);
    private ulong _number;

    /// <summary>The record that carries <paramref name="content"/>, 16384 bytes at the most.</summary>
    public byte[] Record(byte type, ReadOnlySpan<byte> content)
    {
        byte[] record = new byte[5 + content.Length + 1 + TagLength];
        Span<byte> header = record.AsSpan(0, 5), body = record.AsSpan(5, content.Length + 1);
        (header[0], header[1], header[2]) = (23, 3, 3);
        BinaryPrimitives.WriteUInt16BigEndian(header[3..], (ushort)(record.Length - 5));
        content.CopyTo(body);
        body[^1] = type;
        byte[] nonce = [.. _iv];
        BinaryPrimitives.WriteUInt64BigEndian(nonce.AsSpan(4), BinaryPrimitives.ReadUInt64BigEndian(nonce.AsSpan(4)) ^ _number++);
        _cipher.Encrypt(nonce, body, body, record.AsSpan(5 + body.Length), header);
        return record;
    }

    public void Dispose() => _cipher.Dispose();

    /// <summary>RFC 8446, section 7.1: HKDF-Expand-Label without a context.</summary>
    private static byte[] Derive(byte[] secret, string label, int length)
    {
        byte[] name = Encoding.ASCII.GetBytes($"tls13 {label}");
        return HKDF.Expand(HashAlgorithmName.SHA256, secret, length, [0, (byte)length, (byte)name.Length, .. name, 0]);
    }
}
