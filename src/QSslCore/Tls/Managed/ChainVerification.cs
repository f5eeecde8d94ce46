using QSslCore.Verification;

namespace QSslCore.Tls.Managed;

/// <summary>Verifies chains without a native TLS library. It downloads nothing and does not check revocation.</summary>
internal static class ChainVerification
{
    /// <param name="chain">The certificates as presented, leaf first.</param>
    /// <param name="configuration">The authorities, the time and the depth of the check.</param>
    /// <param name="peerRole">The role of the side that presents the chain. UnencryptedMode means any role.</param>
    /// <param name="signatures">Checks the signatures; null for .NET.</param>
    public static TlsPeer Run(
        IReadOnlyList<QSslCertificate> chain, QSslConfiguration configuration, SslMode peerRole, ISignatureVerifier? signatures = null)
    {
        signatures ??= ManagedSignatures.Instance;
        if (chain.Count == 0 || chain[0].IsNull)
            return TlsPeer.None;
        PathRequest request = CertificateVerifier.RequestOf(configuration, peerRole);
        BuiltPath built = configuration.LoadsRootsOnDemand && !SystemRoots.AreFiles
            ? VerifyBySystem(chain, configuration.CaCertificates, request, signatures)
            : CertificateVerifier.Verify(chain, TrustAnchors.Of(configuration), request, signatures);
        return new(chain, built.Path, built.Errors);
    }

    /// <summary>For systems that keep their roots in a store: asks the system for a path if the configuration's own authorities do not
    /// lead to one.</summary>
    private static BuiltPath VerifyBySystem(IReadOnlyList<QSslCertificate> chain, QSslCertificate[] authorities, PathRequest request,
        ISignatureVerifier signatures)
    {
        if (authorities.Length == 0)
            return SystemChain.Build(chain, request);
        BuiltPath built = CertificateVerifier.Verify(chain, TrustAnchors.Only(authorities), request, signatures);
        if (built.Errors.Count == 0)
            return built;
        BuiltPath bySystem = SystemChain.Build(chain, request);
        return bySystem.Errors.Count == 0 ? bySystem : built;
    }
}
