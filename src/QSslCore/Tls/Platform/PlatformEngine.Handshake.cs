using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace QSslCore.Tls.Platform;

// The handshake and the verdict on the peer.
/// <remarks>
/// The library asks about a server only after the client's last flight is written and, up to TLS 1.2, even answered. The gate
/// withholds that flight, and this class reads the server's certificates from the unencrypted messages. When the library asks later, it
/// must ask about the same certificate.
/// </remarks>
internal sealed partial class PlatformEngine
{
    private Task? _handshake;
    private TlsPeer _peer = TlsPeer.None;
    private QSslCertificate[]? _shown;
    private volatile bool _isVerdictAsked;
    private bool _exchangeDone;
    private volatile bool _wasAsked;
    private long _handshakeRecords;
    private bool _peerHasGoneOn;

    protected override TlsEngineStatus HandshakeCore()
    {
        if (!_exchangeDone)
        {
            if (_handshake is null)
            {
                using (new Inline())
                    _handshake = Begin();
            }
            Advance(_handshake);
            if (_handshake.IsFaulted)
                return Diagnose(_handshake.Exception.InnerException!);
            if (_handshake.IsCompleted)
                (_exchangeDone, _handshakeRecords) = (true, _records.Complete);
            else if (!_isVerdictAsked && WithholdsFlight && _serverFlight!.IsComplete)
                return AskFor(_serverFlight.Chain);
            else
                return TlsEngineStatus.WantRead;
        }
        if (IsAccepted)
            return TlsEngineStatus.Complete;
        // The library cannot report this to the client, except by closing the connection.
        bool isMissed = Role == SslMode.SslServerMode
            && _configuration is { MissingCertificateIsFatal: true, PeerVerifyMode: not PeerVerifyMode.VerifyNone };
        return isMissed && (_shown ?? []).Length == 0 ? Fail(new("the client showed no certificate")) : AskFor(_shown ?? []);
    }

    /// <summary>Whether the server sent an encrypted request for a certificate (TLS 1.3).</summary>
    private bool WasAskedInSecret => _wasAsked
        || (_exchangeDone && !_isDisposed && Role == SslMode.SslClientMode && SessionProtocol == SslProtocol.TlsV1_3
            && _ssl.IsMutuallyAuthenticated);

    private void See(ReadOnlySpan<byte> ciphertext)
    {
        _serverFlight?.Add(ciphertext);
        _clientOffer?.Add(ciphertext);
        _records.Add(ciphertext);
    }

    /// <summary>The library asks once before anything is sent, and again if the server has asked for a certificate.</summary>
    private X509Certificate NoteRequest(object sender, string host, X509CertificateCollection own, X509Certificate? peer, string[] issuers)
    {
        _wasAsked |= _serverFlight!.HasBegun;
        return null!;
    }

    private Task Begin() => Role == SslMode.SslServerMode
        ? _ssl.AuthenticateAsServerAsync(AnswerOffer, null)
        : _ssl.AuthenticateAsClientAsync(_clientOptions!);

    /// <summary>Called when the client's offer is known. It selects the first of the client's application protocols that is allowed, if
    /// any.</summary>
    private ValueTask<SslServerAuthenticationOptions> AnswerOffer(SslStream stream, SslClientHelloInfo hello, object? state,
        CancellationToken token)
    {
        _requestedName = hello.ServerName;
        if (_configuration.IdentityFor(_requestedName) is { } identity)
            _serverOptions!.ServerCertificateContext = PlatformIdentity.Of(_backendName, _configuration.With(identity), Role)!.Context;
        string? chosen = _clientOffer!.Protocols.FirstOrDefault(name => name.Length > 0
            && _configuration.AllowedNextProtocols.Contains(name));
        if (chosen is not null)
            _serverOptions!.ApplicationProtocols = [new SslApplicationProtocol(chosen)];
        return new(_serverOptions!);
    }

    private TlsEngineStatus AskFor(QSslCertificate[] chain)
    {
        _isVerdictAsked = true;
        _peer = _configuration.PeerVerifyMode == PeerVerifyMode.VerifyNone
            ? new(chain, [], [])
            : Managed.ChainVerification.Run(chain, _configuration, Role == SslMode.SslServerMode
                ? SslMode.SslClientMode
                : SslMode.SslServerMode);
        return Ask(_peer);
    }

    /// <summary>Called by the library when it has the peer's certificates. The library itself never refuses one.</summary>
    private bool ValidatePeer(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        QSslCertificate[] shown = [];
        if (certificate is not null)
        {
            QSslCertificate leaf = QSslCertificate.FromDer(certificate.GetRawCertData());
            List<QSslCertificate> others = [.. (chain?.ChainPolicy.ExtraStore ?? []).Select(QSslCertificate.FromX509Certificate2)];
            // OpenSSL has a server's own certificate among the others, too, and not a client's. One that was sent twice is told twice.
            if (Role == SslMode.SslClientMode || OperatingSystem.IsWindows() || OperatingSystem.IsMacOS())
                others.Remove(leaf);
            shown = [leaf, .. others];
        }
        _shown = shown;
        // The verdict applies to the certificate that was read. The library must not present another one.
        return !_isVerdictAsked || shown.FirstOrDefault(QSslCertificate.Null)
            .Equals(_peer.Chain.FirstOrDefault(QSslCertificate.Null));
    }

    /// <summary>For the library the peer is accepted, so the alert is created here. It is unencrypted, which is allowed before a
    /// client's last flight.</summary>
    protected override void RejectCore(SslErrorCode reason)
    {
        if (Role == SslMode.SslServerMode)
            return;
        AlertType alert = PeerAlerts.For(reason);
        Gather([21, 3, 3, 0, 2, 2, (byte)alert]);
        Fail(new("the peer was not accepted", alert));
    }
}
