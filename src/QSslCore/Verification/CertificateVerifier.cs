namespace QSslCore.Verification;

/// <summary>The one verifier of all backends: which path is the best, and everything that is wrong with it. Thread-safe.</summary>
internal static class CertificateVerifier
{
    /// <summary>What a chain is checked for.</summary>
    /// <param name="configuration">The time, the depth and the rules for names to check by.</param>
    /// <param name="peerRole">The role of the one who shows the chain; any, if that is UnencryptedMode.</param>
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

    /// <summary>Finds the best path by the authorities that the configuration knows one by one.</summary>
    /// <param name="chain">The certificates as shown; the first is the leaf and not null.</param>
    /// <param name="anchors">The authorities to trust.</param>
    /// <param name="request">What the path is checked for.</param>
    /// <param name="signatures">The backend's own way to check signatures.</param>
    public static BuiltPath Verify(
        IReadOnlyList<QSslCertificate> chain, TrustAnchors anchors, PathRequest request, ISignatureVerifier signatures) =>
        PathBuilder.Build(chain, anchors, request, signatures);
}
