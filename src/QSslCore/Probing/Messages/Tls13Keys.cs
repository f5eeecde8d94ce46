using System.Security.Cryptography;
using System.Text;

namespace QSslCore.Probing.Messages;

/// <summary>The keys of a handshake of TLS 1.3 (RFC 8446, 7.1), for one side's records at a time.</summary>
internal sealed class Tls13Keys
{
    private readonly HashAlgorithmName _hash;
    private readonly int _hashLength;
    private readonly byte[] _handshakeSecret;

    /// <param name="suite">0x1301, 0x1302 or 0x1303.</param>
    /// <param name="shared">The secret of the key exchange.</param>
    public Tls13Keys(int suite, byte[] shared)
    {
        Suite = suite;
        _hash = suite == 0x1302 ? HashAlgorithmName.SHA384 : HashAlgorithmName.SHA256;
        _hashLength = suite == 0x1302 ? 48 : 32;
        byte[] early = HKDF.Extract(_hash, new byte[_hashLength], new byte[_hashLength]);
        _handshakeSecret = HKDF.Extract(_hash, shared, Expand(early, "derived", Hash([]), _hashLength));
    }

    public int Suite { get; }

    /// <summary>The hash of the messages so far.</summary>
    public byte[] Hash(ReadOnlySpan<byte> transcript) =>
        _hash == HashAlgorithmName.SHA384 ? SHA384.HashData(transcript) : SHA256.HashData(transcript);

    /// <summary>The secret of one side's handshake messages.</summary>
    /// <param name="ofClient">Whose.</param>
    /// <param name="transcript">The messages up to the server's hello.</param>
    public byte[] HandshakeTraffic(bool ofClient, ReadOnlySpan<byte> transcript) =>
        Expand(_handshakeSecret, ofClient ? "c hs traffic" : "s hs traffic", Hash(transcript), _hashLength);

    /// <summary>The secret of one side's data.</summary>
    /// <param name="ofClient">Whose.</param>
    /// <param name="transcript">The messages up to the server's Finished.</param>
    public byte[] ApplicationTraffic(bool ofClient, ReadOnlySpan<byte> transcript)
    {
        byte[] master = HKDF.Extract(_hash, new byte[_hashLength], Expand(_handshakeSecret, "derived", Hash([]), _hashLength));
        return Expand(master, ofClient ? "c ap traffic" : "s ap traffic", Hash(transcript), _hashLength);
    }

    /// <summary>What a Finished has.</summary>
    /// <param name="traffic">The secret of the side's handshake messages.</param>
    /// <param name="transcript">The messages before it.</param>
    public byte[] Finished(byte[] traffic, ReadOnlySpan<byte> transcript)
    {
        byte[] key = Expand(traffic, "finished", [], _hashLength);
        return _hash == HashAlgorithmName.SHA384
            ? HMACSHA384.HashData(key, Hash(transcript))
            : HMACSHA256.HashData(key, Hash(transcript));
    }

    /// <summary>Protects and opens the records of a side.</summary>
    public Tls13Protection Protect(byte[] traffic) => new(
        Suite, Expand(traffic, "key", [], Suite == 0x1301 ? 16 : 32), Expand(traffic, "iv", [], Tls13Protection.NonceLength));

    private byte[] Expand(byte[] secret, string label, ReadOnlySpan<byte> context, int length)
    {
        List<byte> info = [];
        info.Word(length);
        info.Counted8(Encoding.ASCII.GetBytes("tls13 " + label));
        info.Counted8(context);
        return HKDF.Expand(_hash, secret, length, [.. info]);
    }
}
