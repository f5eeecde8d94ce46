using QSslCore.Probing.Catalog;

namespace QSslCore.Probing.Responders;

/// <summary>What a server of <see cref="WeakResponder"/> accepts, and what it does wrong.</summary>
internal sealed record WeakServer
{
    /// <summary>The suites of each version, the most wanted first. RSA and AES in TLS 1.0 to 1.2 unless told.</summary>
    public IReadOnlyDictionary<int, int[]> Suites { get; init; } = Classic(0x002F, 0x0035);

    /// <summary>It believes the length that a heartbeat claims.</summary>
    public bool HasHeartbleed { get; init; }

    /// <summary>It takes ChangeCipherSpec before the key exchange.</summary>
    public bool TakesEarlyChange { get; init; }

    /// <summary>It chooses DEFLATE where that is offered.</summary>
    public bool Compresses { get; init; }

    /// <summary>It does not know renegotiation_info.</summary>
    public bool LacksRenegotiationInfo { get; init; }

    /// <summary>The prime of Diffie-Hellman; of 1024 bits, and well known, unless told (RFC 2409, 6.2).</summary>
    public byte[] Prime { get; init; } = Convert.FromHexString(
        "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD"
        + "EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED"
        + "EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE65381FFFFFFFFFFFFFFFF");

    /// <summary>The same suites in TLS 1.0 to TLS 1.2.</summary>
    public static IReadOnlyDictionary<int, int[]> Classic(params int[] suites) => new Dictionary<int, int[]>
    {
        [TlsVersion.Tls10] = suites,
        [TlsVersion.Tls11] = suites,
        [TlsVersion.Tls12] = suites,
    };
}
