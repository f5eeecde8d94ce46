namespace QSslCore.Verification;

/// <summary>The verifier that all backends use. It finds the best path and all errors of the path. Thread-safe.</summary>
internal static class CertificateVerifier
{
    /// <summary>Returns the requirements for a chain.</summary>
    /// <param name="configuration">The time, the depth and the rules for names.</param>
    /// <param name="peerRole">The role of the side that presents the chain. UnencryptedMode means any role.</param>
    public static PathRequest RequestOf(QSslConfiguration configuration, SslMode peerRole) => new(
        peerRole switch
        {
            SslMode.SslServerMode => PeerUsage.ServerAuthentication,
            SslMode.SslClientMode => PeerUsage.ClientAuthentication,
            _ => PeerUsage.Any,
        },
        configuration.VerificationTime ?? DateTimeOffset.UtcNow,
        configuration.PeerVerifyDepth,
        ReadsCommonName: peerRole == SslMode.SslServerMode && configuration.HostNameRules == HostNameRules.Qt);

    /// <summary>Finds the best path to one of the authorities.</summary>
    /// <param name="chain">The certificates as presented; the first is the leaf and not null.</param>
    /// <param name="anchors">The authorities to trust.</param>
    /// <param name="request">The requirements for the path.</param>
    /// <param name="signatures">Checks signatures with the backend's library.</param>
    public static BuiltPath Verify(
        IReadOnlyList<QSslCertificate> chain, TrustAnchors anchors, PathRequest request, ISignatureVerifier signatures) =>
        PathBuilder.Build(chain, anchors, request, signatures);
}
