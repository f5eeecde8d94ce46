using System.Security.Cryptography;

namespace QSslCore.Probing.Sessions;

/// <summary>A suite that a raw session can finish a handshake with; one row a suite.</summary>
/// <param name="Code">The code point.</param>
/// <param name="Agreement">How the premaster secret comes about.</param>
/// <param name="KeyLength">Bytes of the cipher's key.</param>
/// <param name="BlockLength">Bytes of the cipher's block.</param>
/// <param name="Mac">The hash of the record's MAC; null for AEAD.</param>
/// <param name="Hash">The hash of the PRF in TLS 1.2.</param>
internal sealed record SessionSuite(
    int Code, KeyAgreement Agreement, int KeyLength, int BlockLength, HashAlgorithmName? Mac, HashAlgorithmName Hash)
{
    private static readonly HashAlgorithmName s_sha1 = HashAlgorithmName.SHA1;
    private static readonly HashAlgorithmName s_sha256 = HashAlgorithmName.SHA256;
    private static readonly HashAlgorithmName s_sha384 = HashAlgorithmName.SHA384;

    /// <summary>All of them, the quickest first.</summary>
    public static IReadOnlyList<SessionSuite> All { get; } =
    [
        Gcm(0xC02F, KeyAgreement.Ecdhe, 16, s_sha256), Gcm(0xC02B, KeyAgreement.Ecdhe, 16, s_sha256),
        Gcm(0xC030, KeyAgreement.Ecdhe, 32, s_sha384), Gcm(0xC02C, KeyAgreement.Ecdhe, 32, s_sha384),
        Aes(0xC013, KeyAgreement.Ecdhe, 16, s_sha1), Aes(0xC009, KeyAgreement.Ecdhe, 16, s_sha1),
        Aes(0xC014, KeyAgreement.Ecdhe, 32, s_sha1), Aes(0xC00A, KeyAgreement.Ecdhe, 32, s_sha1),
        Aes(0xC027, KeyAgreement.Ecdhe, 16, s_sha256), Aes(0xC023, KeyAgreement.Ecdhe, 16, s_sha256),
        Aes(0xC028, KeyAgreement.Ecdhe, 32, s_sha384), Aes(0xC024, KeyAgreement.Ecdhe, 32, s_sha384),
        Gcm(0x009C, KeyAgreement.Rsa, 16, s_sha256), Gcm(0x009D, KeyAgreement.Rsa, 32, s_sha384),
        Aes(0x002F, KeyAgreement.Rsa, 16, s_sha1), Aes(0x0035, KeyAgreement.Rsa, 32, s_sha1),
        Aes(0x003C, KeyAgreement.Rsa, 16, s_sha256), Aes(0x003D, KeyAgreement.Rsa, 32, s_sha256),
        Gcm(0x009E, KeyAgreement.Dhe, 16, s_sha256), Gcm(0x009F, KeyAgreement.Dhe, 32, s_sha384),
        Aes(0x0033, KeyAgreement.Dhe, 16, s_sha1), Aes(0x0039, KeyAgreement.Dhe, 32, s_sha1),
        Aes(0x0067, KeyAgreement.Dhe, 16, s_sha256), Aes(0x006B, KeyAgreement.Dhe, 32, s_sha256),
        TripleDes(0xC012, KeyAgreement.Ecdhe), TripleDes(0xC008, KeyAgreement.Ecdhe),
        TripleDes(0x000A, KeyAgreement.Rsa), TripleDes(0x0016, KeyAgreement.Dhe),
    ];

    /// <summary>Blocks are chained, and the record has a MAC and padding.</summary>
    public bool IsCbc => Mac is not null;

    /// <summary>The suite came with TLS 1.2.</summary>
    public bool IsOfTls12 => !IsCbc || Mac != s_sha1;

    /// <summary>Bytes of the MAC; 0 for AEAD.</summary>
    public int MacLength => Mac switch
    {
        null => 0,
        { } mac when mac == s_sha1 => 20,
        { } mac when mac == s_sha256 => 32,
        _ => 48,
    };

    /// <summary>The suite of a code point; null for one that a raw session cannot speak.</summary>
    public static SessionSuite? Find(int code) => All.FirstOrDefault(s => s.Code == code);

    private static SessionSuite Gcm(int code, KeyAgreement agreement, int key, HashAlgorithmName hash) =>
        new(code, agreement, key, 16, null, hash);

    private static SessionSuite Aes(int code, KeyAgreement agreement, int key, HashAlgorithmName mac) =>
        new(code, agreement, key, 16, mac, mac == s_sha384 ? s_sha384 : s_sha256);

    private static SessionSuite TripleDes(int code, KeyAgreement agreement) => new(code, agreement, 24, 8, s_sha1, s_sha256);
}
