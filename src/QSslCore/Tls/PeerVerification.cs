using QSslCore.Tls;

namespace QSslCore;

/// <summary>The errors of a peer, in Qt's two orders.</summary>
/// <param name="InEmissionOrder">The order of <c>peerVerifyError</c>: chain, blacklist, OCSP, then name or absence.</param>
/// <param name="Errors">The order of <c>sslErrors</c>: blacklist, OCSP, name or absence, then chain.</param>
internal sealed record PeerVerificationResult(IReadOnlyList<QSslError> InEmissionOrder, IReadOnlyList<QSslError> Errors);

/// <summary>Judges the peer by what the handshake reported.</summary>
internal static class PeerVerification
{
    /// <summary>Whether an error that is not ignored ends the connection.</summary>
    public static bool VerifiesPeer(PeerVerifyMode mode, SslMode role) =>
        mode == PeerVerifyMode.VerifyPeer || (mode == PeerVerifyMode.AutoVerifyPeer && role == SslMode.SslClientMode);

    /// <param name="peer">What the peer has presented.</param>
    /// <param name="configuration">This side's configuration.</param>
    /// <param name="role">This side's role.</param>
    /// <param name="verifyHost">The name for which a server's certificate must be valid.</param>
    public static PeerVerificationResult Evaluate(TlsPeer peer, QSslConfiguration configuration, SslMode role, PeerHost verifyHost)
    {
        // Without verification the chain is not judged, even if a library verified it during the handshake.
        IReadOnlyList<QSslError> chain = configuration.PeerVerifyMode == PeerVerifyMode.VerifyNone ? [] : peer.ChainErrors;
        List<QSslError> others = [.. peer.Chain.Where(certificate => certificate.IsBlacklisted).Select(Blacklisted)];
        others.AddRange(peer.OcspErrors);
        if (peer.Chain.Count == 0)
        {
            if (RequiresCertificate(configuration.PeerVerifyMode, role))
                others.Add(new QSslError(SslErrorCode.NoPeerCertificate));
        }
        else if (role == SslMode.SslClientMode)
        {
            CheckName(others, peer.Chain[0], verifyHost, configuration.HostNameRules);
        }

        return new PeerVerificationResult([.. chain, .. others], [.. others, .. chain]);
    }

    /// <summary>Judges a chain that does not belong to a connection, in the order of <see cref="QSslCertificate.Verify"/>.</summary>
    /// <exception cref="NotSupportedException">The configuration names a backend that does not exist.</exception>
    public static IReadOnlyList<QSslError> EvaluateChain(
        IReadOnlyList<QSslCertificate>? chain, QSslConfiguration configuration, string? hostName) =>
        EvaluateChain(chain, configuration, hostName, out _);

    /// <inheritdoc cref="EvaluateChain(IReadOnlyList{QSslCertificate}, QSslConfiguration, string)"/>
    /// <param name="chain">The certificates, the one to judge first.</param>
    /// <param name="configuration">The authorities, the time and the depth to check by.</param>
    /// <param name="hostName">The name that a server's certificate must be valid for; empty for any name and purpose.</param>
    /// <param name="path">The path that was built, as far as it could be built.</param>
    /// <param name="system">Who is asked for a root that is missing; null for the system, where it fetches roots.</param>
    /// <param name="tell">Gets a sentence about that.</param>
    public static IReadOnlyList<QSslError> EvaluateChain(
        IReadOnlyList<QSslCertificate>? chain, QSslConfiguration configuration, string? hostName, out IReadOnlyList<QSslCertificate> path,
        MissingRoots? system = null, Action<string>? tell = null)
    {
        path = [];
        if (chain is null || chain.Count == 0)
            return [new QSslError(SslErrorCode.UnspecifiedError, null, "There is no certificate to verify")];
        if (chain.Any(certificate => certificate is null || certificate.IsNull))
            return [new QSslError(SslErrorCode.UnspecifiedError, null, "One of the certificates to verify is null")];

        TlsBackend backend = TlsBackendRegistry.Find(configuration.Backend)
            ?? throw new NotSupportedException(TlsBackendRegistry.Describe(configuration.Backend));

        // As in a handshake, each of them counts, and not only the first.
        List<QSslError> errors = [.. chain.Where(certificate => certificate.IsBlacklisted).Select(Blacklisted)];
        if (!string.IsNullOrEmpty(hostName))
            CheckName(errors, chain[0], PeerHost.Parse(hostName), configuration.HostNameRules);
        try
        {
            SslMode role = !string.IsNullOrEmpty(hostName) ? SslMode.SslServerMode : SslMode.UnencryptedMode;
            TlsPeer peer = backend.VerifyChain(chain, configuration, role);
            if ((system ?? MissingRoots.OfSystem) is { } roots && MissingRoots.IsWanted(configuration, peer.ChainErrors))
            {
                SystemChainAnswer answer = roots.AskAndWait(chain, configuration.VerificationTime);
                peer = MissingRoots.Judge(peer, chain, configuration, role, answer, tell);
            }
            path = peer.VerifiedChain;
            errors.AddRange(peer.ChainErrors);
        }
        catch (TlsSetupException e)
        {
            // The TLS library may reject a certificate that this code could read.
            errors.Add(new QSslError(SslErrorCode.UnspecifiedError, null, e.Message));
        }

        return errors;
    }

    // A client that queries its server (QueryPeer) gets the error NoPeerCertificate, even if it then continues.
    private static bool RequiresCertificate(PeerVerifyMode mode, SslMode role) =>
        VerifiesPeer(mode, role) || (role == SslMode.SslClientMode && mode != PeerVerifyMode.VerifyNone);

    private static void CheckName(List<QSslError> errors, QSslCertificate certificate, PeerHost host, HostNameRules rules)
    {
        if (!HostNameMatcher.Matches(certificate, host, rules))
            errors.Add(new QSslError(SslErrorCode.HostNameMismatch, certificate, HostNameMatcher.Explain(certificate, host, rules)));
    }

    private static QSslError Blacklisted(QSslCertificate certificate) => new(SslErrorCode.CertificateBlacklisted, certificate);
}
