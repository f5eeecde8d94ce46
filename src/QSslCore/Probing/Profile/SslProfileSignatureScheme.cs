namespace QSslCore;

/// <summary>A scheme that a host signs its handshakes with. Instances are immutable.</summary>
public sealed record SslProfileSignatureScheme
{
    /// <summary>IANA's name, such as <c>rsa_pss_rsae_sha256</c>.</summary>
    public string Name { get; init; } = "";

    /// <summary>The number on the wire.</summary>
    public int Code { get; init; }

    /// <summary>The kind of key: <c>RSA</c>, <c>RSA-PSS</c>, <c>ECDSA</c>, <c>EdDSA</c>, <c>DSA</c>, <c>ML-DSA</c>.</summary>
    public string Key { get; init; } = "";

    /// <summary>The hash; <c>Intrinsic</c> where the scheme has its own.</summary>
    public string Hash { get; init; } = "";

    /// <summary>The versions that it was seen in: <c>TLS 1.2</c>, <c>TLS 1.3</c>.</summary>
    public string[] Versions { get; init; } = [];

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
