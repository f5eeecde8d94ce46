using QSslCore.Tls.Managed;
using QSslCore.Tls.Stapling;
using QSslCore.Verification;

namespace QSslCore.Tls;

/// <summary>For backends: verifies what a peer has presented, with the verifier that every backend uses. Thread-safe.</summary>
public static class TlsVerification
{
    /// <summary>Reads a certificate as the peer sent it. A certificate that cannot be decoded is kept, too, and fails the
    /// verification.</summary>
    /// <param name="der">The encoding of one certificate; it is copied.</param>
    /// <returns>A null certificate (<see cref="QSslCertificate.IsNull"/>) for an empty encoding.</returns>
    public static QSslCertificate ReadCertificate(ReadOnlySpan<byte> der) => QSslCertificate.FromDer(der);

    /// <summary>Builds and checks the path of a chain, with the result of <see cref="TlsBackend.VerifyChain"/>. .NET checks the signatures.
    /// Nothing is downloaded.</summary>
    /// <param name="chain">The certificates as presented, leaf first.</param>
    /// <param name="configuration">The authorities, the time and the depth of the check.</param>
    /// <param name="peerRole">The role of the side that presents the chain. UnencryptedMode means any role.</param>
    public static TlsPeer VerifyChain(IReadOnlyList<QSslCertificate> chain, QSslConfiguration configuration, SslMode peerRole) =>
        VerifyChain(chain, configuration, peerRole, ManagedSignatures.Instance);

    /// <inheritdoc cref="VerifyChain(IReadOnlyList{QSslCertificate}, QSslConfiguration, SslMode)"/>
    /// <param name="chain">The certificates as presented, leaf first.</param>
    /// <param name="configuration">The authorities, the time and the depth of the check.</param>
    /// <param name="peerRole">The role of the side that presents the chain. UnencryptedMode means any role.</param>
    /// <param name="signatures">Checks signatures with the backend's library instead of .NET.</param>
    public static TlsPeer VerifyChain(
        IReadOnlyList<QSslCertificate> chain, QSslConfiguration configuration, SslMode peerRole, ISignatureVerifier signatures)
    {
        ArgumentNullException.ThrowIfNull(chain);
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(signatures);
        return ChainVerification.Run(chain, configuration, peerRole, signatures);
    }

    /// <summary>Returns the peer of a handshake, for <see cref="TlsEngine.Ask"/>. Its chain is verified for its role, unless the
    /// configuration turns verification off.</summary>
    /// <param name="chain">The certificates as the peer sent them, leaf first; empty if it sent none.</param>
    /// <param name="options">The options of the engine.</param>
    public static TlsPeer VerifyPeer(IReadOnlyList<QSslCertificate> chain, TlsEngineOptions options) =>
        VerifyPeer(chain, options, ManagedSignatures.Instance);

    /// <inheritdoc cref="VerifyPeer(IReadOnlyList{QSslCertificate}, TlsEngineOptions)"/>
    /// <param name="chain">The certificates as the peer sent them, leaf first; empty if it sent none.</param>
    /// <param name="options">The options of the engine.</param>
    /// <param name="signatures">Checks signatures with the backend's library instead of .NET.</param>
    public static TlsPeer VerifyPeer(IReadOnlyList<QSslCertificate> chain, TlsEngineOptions options, ISignatureVerifier signatures)
    {
        ArgumentNullException.ThrowIfNull(chain);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(signatures);
        return options.Configuration.PeerVerifyMode == PeerVerifyMode.VerifyNone
            ? new(chain, [], [])
            : ChainVerification.Run(chain, options.Configuration,
                options.Role == SslMode.SslServerMode ? SslMode.SslClientMode : SslMode.SslServerMode, signatures);
    }

    /// <summary>Whether a client has requested a stapled OCSP response and judges it. If so, call <see cref="JudgeStaple"/> for every
    /// peer whose session is not resumed, even if no response was received.</summary>
    /// <param name="options">The options of the engine.</param>
    public static bool RequiresStaple(TlsEngineOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.Role == SslMode.SslClientMode && options.Configuration.OcspStaplingEnabled
            && PeerVerification.VerifiesPeer(options.Configuration.PeerVerifyMode, SslMode.SslClientMode);
    }

    /// <summary>Judges a stapled OCSP response.</summary>
    /// <param name="response">The response in DER; empty if none was received.</param>
    /// <param name="peer">The peer from <see cref="VerifyPeer(IReadOnlyList{QSslCertificate}, TlsEngineOptions)"/>.</param>
    /// <param name="configuration">The time of the check.</param>
    /// <param name="signatures">Checks signatures with the backend's library.</param>
    /// <returns>The peer with the verdict on the response. Null if the response cannot be decoded. The engine then fails with the alert
    /// BadCertificate.</returns>
    public static TlsPeer? JudgeStaple(
        ReadOnlyMemory<byte> response, TlsPeer peer, QSslConfiguration configuration, IOcspSignatures signatures)
    {
        ArgumentNullException.ThrowIfNull(peer);
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(signatures);
        return OcspVerdict.Judge(response, peer, configuration, signatures);
    }
}
