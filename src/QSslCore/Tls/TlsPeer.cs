namespace QSslCore.Tls;

/// <summary>The facts that the exchange gave about the peer, ready to be judged. <see cref="TlsVerification"/> creates it.
/// Immutable.</summary>
/// <param name="Chain">The certificates as the peer sent them, leaf first; empty if it sent none.</param>
/// <param name="VerifiedChain">The path, leaf first, as far as it could be built; empty if nothing was verified.</param>
/// <param name="ChainErrors">The errors of the chain, in the order in which they were found.</param>
public sealed record TlsPeer(
    IReadOnlyList<QSslCertificate> Chain, IReadOnlyList<QSslCertificate> VerifiedChain, IReadOnlyList<QSslError> ChainErrors)
{
    /// <summary>The errors of the stapled OCSP response, or its absence; empty if the response was not requested.</summary>
    public IReadOnlyList<QSslError> OcspErrors { get; init; } = [];

    /// <summary>The stapled OCSP response; null if there is none.</summary>
    public QOcspResponse? OcspResponse { get; init; }

    /// <summary>A peer that has presented nothing.</summary>
    public static TlsPeer None { get; } = new([], [], []);
}
