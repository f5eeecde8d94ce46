using QSslCore.Sockets;
using QSslCore.Tls;

namespace QSslCore;

// The trace of the phases of a TLS connection.
public partial class QSslSocket
{
    private void TraceHandshakeStart(SslMode role, TlsBackend backend, QSslConfiguration configuration)
    {
        if (BeginTrace() is not { } trace)
            return;
        trace.HandshakeStart(role, backend.Name);
        if (!trace.IsNarrated)
            return;
        trace.Detail($"Protocol {configuration.Protocol}; verification {configuration.PeerVerifyMode}, "
            + $"depth {(configuration.PeerVerifyDepth == 0 ? "without limit" : configuration.PeerVerifyDepth)}; "
            + $"trusted authorities: {(configuration.LoadsRootsOnDemand ? "those of the system"
                : configuration.CaCertificates.Length)}; options {configuration.SslOptions}.");
        trace.Detail($"Cipher suites: {Listed(configuration.Ciphers.Select(c => c.Name))}; "
            + $"groups: {Listed(configuration.EllipticCurves.Select(c => c.ShortName))}; "
            + $"application protocols: {Listed(configuration.AllowedNextProtocols.Select(InputEcho.Of))}.");
        trace.Detail($"Name to verify: {(VerifyName.Length == 0 ? "none" : InputEcho.Of(VerifyName))}; server name (SNI): "
            + $"{(role == SslMode.SslClientMode && ServerName() is { } name ? InputEcho.Of(name) : "none")}; own certificate: "
            + $"{(configuration.LocalCertificate.IsNull ? "none" : configuration.LocalCertificate.VisibleName)}; session to resume: "
            + $"{(configuration.SessionTicket.Length > 0 ? "given" : "none")}.");
    }

    private void TraceAccepted(IReadOnlyList<QSslError> errors)
    {
        if (Trace is not { } trace)
            return;
        PeerVerifyMode mode = _channel!.Configuration.PeerVerifyMode;
        string reason = mode == PeerVerifyMode.VerifyNone ? "the mode VerifyNone does not verify it"
            : errors.Count == 0 ? "without errors"
            : !PeerVerification.VerifiesPeer(mode, Mode) ? $"the mode {mode} accepts every error"
            : _decision.Approved is not null ? "every error was approved in the pause"
            : _ignoreList.Length > 0 ? "every error is in the list of ignored errors"
            : "all errors are ignored for this connection";
        trace.Verdict(true, PeerCertificate, errors, reason);
    }

    private void TraceRefused(IReadOnlyList<QSslError> errors) =>
        Trace?.Verdict(false, PeerCertificate, errors, "not every error is accepted");

    /// <summary>The first few values, so that the text fits on a line.</summary>
    private static string Listed(IEnumerable<string> names)
    {
        const int MaxNamed = 24;
        string[] all = [.. names];
        return all.Length switch
        {
            0 => "default",
            <= MaxNamed => string.Join(" ", all),
            _ => $"{string.Join(" ", all[..MaxNamed])} and {all.Length - MaxNamed} more",
        };
    }
}
