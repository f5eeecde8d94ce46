using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace QSslCore.Tests.Support;

/// <summary>
/// Writes TLS 1.3 records with any contents on behalf of a peer whose key log is known (RFC 8446, sections 5.2 and 7.3). For the suite
/// TLS_AES_128_GCM_SHA256.
/// </summary>
internal sealed class RecordForge : IDisposable
{
    public const byte Alert = 21, Handshake = 22, Data = 23;

    private const int Header = 5, Tag = 16, NonceLength = 12, KeyLength = 16;

    private byte[] _secret;
    private byte[] _vector = [];
    private AesGcm? _cipher;
    private ulong _sequence;

    /// <param name="secret">The secret of the peer.</param>
    /// <param name="sent">All data that the peer has sent so far. The records continue from there.</param>
    public RecordForge(byte[] secret, IReadOnlyList<byte> sent)
    {
        _secret = secret;
        Rekey();
        for (int at = 0; at + Header <= sent.Count; at += Header + Length(at))
        {
            if (sent[at] == Data && IsNext([.. sent.Skip(at).Take(Header + Length(at))]))
                _sequence++;
        }

        int Length(int at) => (sent[at + 3] << 8) + sent[at + 4];
    }

    /// <param name="type">The encrypted content type; 0 for none.</param>
    /// <param name="content">The content of the record.</param>
    /// <param name="padding">The number of zeros after it.</param>
    public byte[] Seal(byte type, ReadOnlySpan<byte> content, int padding = 0)
    {
        byte[] plain = [.. content, type, .. new byte[padding]];
        int length = plain.Length + Tag;
        byte[] record = new byte[Header + length];
        (record[0], record[1], record[2], record[3], record[4]) = (Data, 3, 3, (byte)(length >> 8), (byte)length);
        _cipher!.Encrypt(Nonce(), plain, record.AsSpan(Header, plain.Length), record.AsSpan(Header + plain.Length),
            record.AsSpan(0, Header));
        _sequence++;
        return record;
    }

    /// <summary>Reads the next record of the peer. Returns the content, followed by the encrypted content type.</summary>
    public byte[] Open(byte[] record)
    {
        byte[] plain = Decrypt(record);
        _sequence++;
        return plain.AsSpan().TrimEnd((byte)0).ToArray();
    }

    /// <summary>Returns the key of the Finished message (RFC 8446, section 4.4.4).</summary>
    public byte[] FinishedKey() => Expand("finished", _secret.Length);

    /// <summary>Writes a KeyUpdate. Further records use a new key (section 4.6.3).</summary>
    public byte[] UpdateKey(bool asksForOne)
    {
        byte[] record = Seal(Handshake, [24, 0, 0, 1, asksForOne ? (byte)1 : (byte)0]);
        _secret = Expand("traffic upd", _secret.Length);
        _sequence = 0;
        Rekey();
        return record;
    }

    public void Dispose() => _cipher?.Dispose();

    private bool IsNext(byte[] record)
    {
        try
        {
            _ = Decrypt(record);
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private byte[] Decrypt(byte[] record)
    {
        int length = record.Length - Header - Tag;
        byte[] plain = new byte[length];
        _cipher!.Decrypt(Nonce(), record.AsSpan(Header, length), record.AsSpan(Header + length), plain, record.AsSpan(0, Header));
        return plain;
    }

    private void Rekey()
    {
        _cipher?.Dispose();
        _cipher = new(Expand("key", KeyLength), Tag);
        _vector = Expand("iv", NonceLength);
    }

    private byte[] Nonce()
    {
        byte[] nonce = [.. _vector];
        Span<byte> last = nonce.AsSpan(NonceLength - sizeof(ulong));
        BinaryPrimitives.WriteUInt64BigEndian(last, BinaryPrimitives.ReadUInt64BigEndian(last) ^ _sequence);
        return nonce;
    }

    private byte[] Expand(string label, int length)
    {
        byte[] name = Encoding.ASCII.GetBytes($"tls13 {label}");
        return HKDF.Expand(HashAlgorithmName.SHA256, _secret, length, [(byte)(length >> 8), (byte)length, (byte)name.Length, .. name, 0]);
    }
}
