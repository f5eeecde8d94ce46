using QSslCore.Verification;

namespace QSslCore.Tls.OpenSsl;

/// <summary>
/// Verifies chains twice: OpenSSL builds and checks a path, and the rules of all backends check it again. If either objects, the
/// verifier of all backends reports the errors and tries other paths. OpenSSL must accept the path that is used.
/// </summary>
internal static class ChainVerification
{
    /// <summary>OpenSSL's search takes longer with every certificate. No honest peer sends more than this number.</summary>
    public const int MaxForLibrary = 32;

    /// <summary>Verifies with a context that is already set up, the library's own in a handshake or one of ours.</summary>
    /// <param name="context">The X509_STORE_CTX.</param>
    /// <param name="sent">The certificates of the context as sent, leaf first.</param>
    /// <param name="configuration">The authorities, the time and the depth of the check.</param>
    /// <param name="peerRole">The role of the side that presents the chain. UnencryptedMode means any role.</param>
    public static TlsPeer Run(nint context, QSslCertificate[] sent, QSslConfiguration configuration, SslMode peerRole)
    {
        PathRequest request = CertificateVerifier.RequestOf(configuration, peerRole);
        nint parameters = X509.X509_STORE_CTX_get0_param(context);
        LibraryVerification.Prepare(parameters, request);
        return sent.Length <= MaxForLibrary && LibraryVerification.FindPath(context, sent) is { } path && IsGood(path, request)
            ? new(sent, path, [])
            : Diagnose(parameters, sent, configuration, request);
    }

    /// <summary>
    /// Verifies certificates that are too many for the library, or one of which it cannot read. Another path may not need that one.
    /// </summary>
    public static TlsPeer Diagnose(QSslCertificate[] sent, QSslConfiguration configuration, SslMode peerRole) =>
        Diagnose(0, sent, configuration, CertificateVerifier.RequestOf(configuration, peerRole));

    private static TlsPeer Diagnose(nint parameters, QSslCertificate[] sent, QSslConfiguration configuration, PathRequest request)
    {
        BuiltPath built = CertificateVerifier.Verify(sent, TrustAnchors.Of(configuration), request, OpenSslSignatures.Instance);
        return new(sent, built.Path, built.Errors.Count > 0 ? built.Errors : LibraryVerification.ErrorsOf(built.Path, parameters, request));
    }

    /// <summary>Whether the verifier of all backends would build and accept this path.</summary>
    private static bool IsGood(QSslCertificate[] path, PathRequest request)
    {
        for (int i = 1; i < path.Length; i++)
        {
            if (!CanonicalName.AreSame(path[i - 1].Facts.EncodedIssuer, path[i].Facts.EncodedSubject))
                return false;
        }
        return GoodPaths.Contains(path, request);
    }
}
