using QSslCore.Tls.Managed;
using QSslCore.Tls.Stapling;
using QSslCore.Verification;

namespace QSslCore.Tls;

/// <summary>For backends: what a peer has shown, verified by the library's one verifier. Thread-safe.</summary>
public static class TlsVerification
{
    /// <summary>A certificate as the peer sent it. What cannot be decoded is kept, too, and fails the verification.</summary>
    /// <param name="der">The encoding of one certificate; it is copied.</param>
    /// <returns>A null certificate (<see cref="QSslCertificate.IsNull"/>) for an empty encoding.</returns>
    public static QSslCertificate ReadCertificate(ReadOnlySpan<byte> der) => QSslCertificate.FromDer(der);

    /// <summary>Builds and checks the path of a chain: what <see cref="TlsBackend.VerifyChain"/> gives. .NET checks the signatures.
    /// Nothing is fetched.</summary>
    /// <param name="chain">The certificates as shown, leaf first.</param>
    /// <param name="configuration">The authorities, the time and the depth to check by.</param>
    /// <param name="peerRole">The role of the side that shows the chain; any, if that is UnencryptedMode.</param>
    public static TlsPeer VerifyChain(IReadOnlyList<QSslCertificate> chain, QSslConfiguration configuration, SslMode peerRole) =>
        VerifyChain(chain, configuration, peerRole, ManagedSignatures.Instance);

    /// <inheritdoc cref="VerifyChain(IReadOnlyList{QSslCertificate}, QSslConfiguration, SslMode)"/>
    /// <param name="chain">The certificates as shown, leaf first.</param>
    /// <param name="configuration">The authorities, the time and the depth to check by.</param>
    /// <param name="peerRole">The role of the side that shows the chain; any, if that is UnencryptedMode.</param>
    /// <param name="signatures">Checks signatures by the backend's library instead of .NET.</param>
    public static TlsPeer VerifyChain(
        IReadOnlyList<QSslCertificate> chain, QSslConfiguration configuration, SslMode peerRole, ISignatureVerifier signatures)
    {
        ArgumentNullException.ThrowIfNull(chain);
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(signatures);
        return ChainVerification.Run(chain, configuration, peerRole, signatures);
    }

    /// <summary>The peer of a handshake, for <see cref="TlsEngine.Ask"/>. Its chain is verified for its role, unless the configuration
    /// verifies no peer.</summary>
    /// <param name="chain">The certificates as the peer sent them, leaf first; empty when it sent none.</param>
    /// <param name="options">What the engine was told.</param>
    public static TlsPeer VerifyPeer(IReadOnlyList<QSslCertificate> chain, TlsEngineOptions options) =>
        VerifyPeer(chain, options, ManagedSignatures.Instance);

    /// <inheritdoc cref="VerifyPeer(IReadOnlyList{QSslCertificate}, TlsEngineOptions)"/>
    /// <param name="chain">The certificates as the peer sent them, leaf first; empty when it sent none.</param>
    /// <param name="options">What the engine was told.</param>
    /// <param name="signatures">Checks signatures by the backend's library instead of .NET.</param>
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

    /// <summary>Whether a client has asked for a stapled OCSP response and judges it: then <see cref="JudgeStaple"/> is called for every
    /// peer whose session is not resumed, also when no response came.</summary>
    /// <param name="options">What the engine was told.</param>
    public static bool RequiresStaple(TlsEngineOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.Role == SslMode.SslClientMode && options.Configuration.OcspStaplingEnabled
            && PeerVerification.VerifiesPeer(options.Configuration.PeerVerifyMode, SslMode.SslClientMode);
    }

    /// <summary>Judges a stapled OCSP response.</summary>
    /// <param name="response">The response in DER; empty when none came.</param>
    /// <param name="peer">The peer, as <see cref="VerifyPeer(IReadOnlyList{QSslCertificate}, TlsEngineOptions)"/> gave it.</param>
    /// <param name="configuration">The time to judge by.</param>
    /// <param name="signatures">Checks signatures by the backend's library.</param>
    /// <returns>The peer with the verdict on the response. Null when the response cannot be decoded: the engine fails, with the alert
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
