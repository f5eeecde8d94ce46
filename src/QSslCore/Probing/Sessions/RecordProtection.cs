using System.Buffers.Binary;
using System.Security.Cryptography;

namespace QSslCore.Probing.Sessions;

/// <summary>
/// Seals or opens the records of one direction of a TLS 1.0 to 1.2 session: CBC with the MAC first (RFC 5246, 6.2.3.2), or GCM (RFC
/// 5288). It can seal wrongly on purpose.
/// </summary>
internal sealed class RecordProtection(int version, SessionSuite suite, byte[] macKey, byte[] key, byte[] iv)
{
    private const int TagLength = 16;
    private const int ExplicitNonceLength = 8;

    private readonly byte[] _iv = [.. iv];
    private ulong _sequence;

    private bool HasExplicitIv => version >= 0x0302;

    /// <summary>Encrypts the payload of a record.</summary>
    /// <param name="type">The record's type.</param>
    /// <param name="content">The plain text; may be empty.</param>
    /// <param name="fault">What to do wrong; CBC only, but for <see cref="RecordFault.Mac"/>.</param>
    public byte[] Seal(int type, ReadOnlySpan<byte> content, RecordFault fault = RecordFault.None)
    {
        byte[] header = Header(type, content.Length);
        return suite.IsCbc ? SealCbc(header, content, fault) : SealGcm(header, content, fault);
    }

    /// <summary>Decrypts the payload of a record; null where it was not sealed with these keys.</summary>
    public byte[]? Open(int type, ReadOnlySpan<byte> payload)
    {
        try
        {
            return suite.IsCbc ? OpenCbc(type, payload) : OpenGcm(type, payload);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private byte[] SealCbc(byte[] header, ReadOnlySpan<byte> content, RecordFault fault)
    {
        byte[] mac = MacOf(header, content);
        if (fault.HasFlag(RecordFault.Mac))
            mac[^1] ^= 1;
        // A whole block more than needed, so that there are bytes of padding to spoil.
        int rest = suite.BlockLength - (content.Length + mac.Length) % suite.BlockLength;
        int padding = rest + (rest < suite.BlockLength ? suite.BlockLength : 0);
        byte[] plain = [.. content, .. mac, .. Enumerable.Repeat((byte)(padding - 1), padding)];
        if (fault.HasFlag(RecordFault.PaddingBytes))
            plain[^2] ^= 0x55;
        if (fault.HasFlag(RecordFault.PaddingLength))
            plain.AsSpan(plain.Length - padding).Fill(0xFF);
        byte[] vector = HasExplicitIv ? RandomNumberGenerator.GetBytes(suite.BlockLength) : [.. _iv];
        using SymmetricAlgorithm cipher = Cipher();
        byte[] sealedText = cipher.EncryptCbc(plain, vector, PaddingMode.None);
        if (HasExplicitIv)
            return [.. vector, .. sealedText];
        sealedText.AsSpan(^suite.BlockLength..).CopyTo(_iv);
        return sealedText;
    }

    private byte[]? OpenCbc(int type, ReadOnlySpan<byte> payload)
    {
        ReadOnlySpan<byte> vector = HasExplicitIv ? payload[..Math.Min(payload.Length, suite.BlockLength)] : _iv;
        ReadOnlySpan<byte> text = HasExplicitIv ? payload[vector.Length..] : payload;
        if (vector.Length < suite.BlockLength || text.Length < suite.BlockLength || text.Length % suite.BlockLength != 0)
            return null;
        using SymmetricAlgorithm cipher = Cipher();
        byte[] plain = cipher.DecryptCbc(text, vector, PaddingMode.None);
        if (!HasExplicitIv)
            text[^suite.BlockLength..].CopyTo(_iv);
        int length = plain.Length - plain[^1] - 1 - suite.MacLength;
        if (length < 0)
            return null;
        byte[] mac = MacOf(Header(type, length), plain.AsSpan(0, length));
        return plain.AsSpan(length, mac.Length).SequenceEqual(mac) ? plain[..length] : null;
    }

    private byte[] SealGcm(byte[] header, ReadOnlySpan<byte> content, RecordFault fault)
    {
        byte[] sealedText = new byte[content.Length], tag = new byte[TagLength];
        using AesGcm cipher = new(key, TagLength);
        cipher.Encrypt([.. _iv, .. header[..ExplicitNonceLength]], content, sealedText, tag, header);
        if (fault.HasFlag(RecordFault.Mac))
            tag[^1] ^= 1;
        return [.. header[..ExplicitNonceLength], .. sealedText, .. tag];
    }

    private byte[]? OpenGcm(int type, ReadOnlySpan<byte> payload)
    {
        int length = payload.Length - ExplicitNonceLength - TagLength;
        if (length < 0)
            return null;
        byte[] plain = new byte[length];
        using AesGcm cipher = new(key, TagLength);
        cipher.Decrypt(
            [.. _iv, .. payload[..ExplicitNonceLength]], payload.Slice(ExplicitNonceLength, length), payload[^TagLength..], plain,
            Header(type, length));
        return plain;
    }

    /// <summary>The sequence number, the type, the version and the length: what MAC and tag cover beside the content.</summary>
    private byte[] Header(int type, int length)
    {
        byte[] header = new byte[13];
        BinaryPrimitives.WriteUInt64BigEndian(header, _sequence++);
        header[8] = (byte)type;
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(9), (ushort)version);
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(11), (ushort)length);
        return header;
    }

    private byte[] MacOf(byte[] header, ReadOnlySpan<byte> content) =>
        CryptographicOperations.HmacData(suite.Mac!.Value, macKey, (byte[])[.. header, .. content]);

    private SymmetricAlgorithm Cipher()
    {
        SymmetricAlgorithm cipher = suite.BlockLength == 8 ? TripleDES.Create() : Aes.Create();
        cipher.Key = key;
        return cipher;
    }
}
