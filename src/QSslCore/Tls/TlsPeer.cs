namespace QSslCore.Tls;

/// <summary>What the exchange told about the peer, ready to be judged. <see cref="TlsVerification"/> makes one. Immutable.</summary>
/// <param name="Chain">The certificates as the peer sent them, leaf first; empty when it sent none.</param>
/// <param name="VerifiedChain">The path that was built, leaf first, as far as it could be built; empty when nothing was verified.</param>
/// <param name="ChainErrors">What is wrong with the chain, in the order in which it was found.</param>
public sealed record TlsPeer(
    IReadOnlyList<QSslCertificate> Chain, IReadOnlyList<QSslCertificate> VerifiedChain, IReadOnlyList<QSslError> ChainErrors)
{
    /// <summary>What is wrong with the stapled OCSP response, or that there is none; empty unless it was asked for.</summary>
    public IReadOnlyList<QSslError> OcspErrors { get; init; } = [];

    /// <summary>What the stapled OCSP response says; null when there is none.</summary>
    public QOcspResponse? OcspResponse { get; init; }

    /// <summary>A peer that has shown nothing.</summary>
    public static TlsPeer None { get; } = new([], [], []);
}
