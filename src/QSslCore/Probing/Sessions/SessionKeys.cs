using System.Security.Cryptography;

namespace QSslCore.Probing.Sessions;

/// <summary>What is derived from the master secret of a session (RFC 5246, section 6.3), for both directions.</summary>
internal sealed class SessionKeys
{
    private readonly HashAlgorithmName? _hash;
    private readonly SessionSuite _suite;
    private readonly int _version;
    private readonly byte[] _block;

    private SessionKeys(int version, SessionSuite suite, byte[] master, byte[] clientRandom, byte[] serverRandom)
    {
        _version = version;
        _suite = suite;
        _hash = PrfHash(version, suite);
        Master = master;
        int fixedIv = suite.IsCbc ? version == 0x0301 ? suite.BlockLength : 0 : 4;
        _block = TlsPrf.Derive(
            _hash, master, "key expansion", [.. serverRandom, .. clientRandom], 2 * (suite.MacLength + suite.KeyLength + fixedIv));
    }

    /// <summary>The master secret, 48 bytes; empty where a flawed server derives keys from nothing.</summary>
    public byte[] Master { get; }

    /// <summary>Keys of a full handshake.</summary>
    /// <param name="extended">The hash of the transcript for an extended master secret (RFC 7627); null without it.</param>
    public static SessionKeys FromPremaster(
        int version, SessionSuite suite, byte[] premaster, byte[] clientRandom, byte[] serverRandom, byte[]? extended = null)
    {
        byte[] master = extended is null
            ? TlsPrf.Derive(PrfHash(version, suite), premaster, "master secret", [.. clientRandom, .. serverRandom], 48)
            : TlsPrf.Derive(PrfHash(version, suite), premaster, "extended master secret", extended, 48);
        return new(version, suite, master, clientRandom, serverRandom);
    }

    /// <summary>Keys of a resumed session.</summary>
    public static SessionKeys FromMaster(int version, SessionSuite suite, byte[] master, byte[] clientRandom, byte[] serverRandom) =>
        new(version, suite, master, clientRandom, serverRandom);

    /// <summary>The hash that a transcript has for these keys: of the suite, or MD5 and SHA-1 side by side.</summary>
    public byte[] HashOf(byte[] transcript) => _hash is { } one
        ? CryptographicOperations.HashData(one, transcript)
        : [.. CryptographicOperations.HashData(HashAlgorithmName.MD5, transcript), .. CryptographicOperations.HashData(
            HashAlgorithmName.SHA1, transcript)];

    /// <summary>The value of a Finished message, 12 bytes.</summary>
    public byte[] Finished(bool ofClient, byte[] transcript) =>
        TlsPrf.Derive(_hash, Master, ofClient ? "client finished" : "server finished", HashOf(transcript), 12);

    /// <summary>Protection of the records of one side.</summary>
    public RecordProtection Protect(bool ofClient)
    {
        int side = ofClient ? 0 : 1, mac = _suite.MacLength, key = _suite.KeyLength;
        int iv = _block.Length / 2 - mac - key;
        return new(
            _version, _suite,
            _block.AsSpan(side * mac, mac).ToArray(),
            KeyOf(ofClient),
            _block.AsSpan(2 * (mac + key) + side * iv, iv).ToArray());
    }

    /// <summary>The key of the cipher of one side.</summary>
    public byte[] KeyOf(bool ofClient) =>
        _block.AsSpan(2 * _suite.MacLength + (ofClient ? 0 : _suite.KeyLength), _suite.KeyLength).ToArray();

    private static HashAlgorithmName? PrfHash(int version, SessionSuite suite) => version >= 0x0303 ? suite.Hash : null;
}
