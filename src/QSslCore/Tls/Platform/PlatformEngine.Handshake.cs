using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace QSslCore.Tls.Platform;

/// <content>The handshake and the verdict on the peer.</content>
/// <remarks>
/// The library asks about a server when the client's last flight is already written, and up to TLS 1.2 even answered. So the
/// flight is withheld from the moment the server has chosen, and the server's certificates are read along as long as
/// they come in the clear; when the library asks in the end, it must ask about the same.
/// </remarks>
internal sealed partial class PlatformEngine
{
    private enum Verdict
    {
        /// <summary>The peer is not known yet.</summary>
        Open,

        /// <summary>The caller was asked and has not answered.</summary>
        Asked,
        Accepted,
        Rejected,
    }

    private Task? _handshake;
    private TlsPeer _peer = TlsPeer.None;
    private QSslCertificate[]? _shown;
    private volatile Verdict _verdict;
    private SslErrorCode _rejection;
    private bool _exchangeDone;
    private volatile bool _wasAsked;
    private long _handshakeRecords;
    private bool _peerHasGoneOn;

    public override TlsPeer Peer => _peer;

    public override TlsEngineStatus Handshake()
    {
        if (_failure is not null)
            return TlsEngineStatus.Failed;
        switch (_verdict)
        {
            case Verdict.Asked:
                return TlsEngineStatus.NeedsVerdict;
            case Verdict.Rejected:
                return Refuse(_rejection);
        }
        if (!_exchangeDone)
        {
            if (_handshake is null)
            {
                using (new Inline())
                    _handshake = Begin();
            }
            Advance(_handshake);
            // Whatever the outcome, what was gathered belongs to the peer: a flight, or the alert that says why not.
            TlsEngineStatus flushed = Flush();
            if (flushed == TlsEngineStatus.Failed)
                return flushed;
            if (_handshake.IsFaulted)
                return Diagnose(_handshake.Exception.InnerException!);
            if (_handshake.IsCompleted)
                (_exchangeDone, _handshakeRecords) = (true, _records.Complete);
            else if (_verdict == Verdict.Open && _wire.Withheld > 0 && _serverFlight!.IsComplete)
                return Ask(_serverFlight.Chain);
            else
                return TlsEngineStatus.WantRead;
        }
        if (_verdict == Verdict.Accepted)
            return Flush();
        // The library has no way to say so to the client, but with the end of the connection.
        bool isMissed = _role == SslMode.SslServerMode
            && _configuration is { MissingCertificateIsFatal: true, PeerVerifyMode: not PeerVerifyMode.VerifyNone };
        return isMissed && (_shown ?? []).Length == 0 ? Fail(new("the client showed no certificate")) : Ask(_shown ?? []);
    }

    /// <summary>A request for a certificate that came encrypted (TLS 1.3).</summary>
    private bool WasAskedInSecret => _wasAsked
        || (_exchangeDone && !_isDisposed && _role == SslMode.SslClientMode && SessionProtocol == SslProtocol.TlsV1_3
            && _ssl.IsMutuallyAuthenticated);

    public override void Accept()
    {
        if (_verdict != Verdict.Asked)
            throw new InvalidOperationException("No verdict was asked for.");
        _verdict = Verdict.Accepted;
        _wire.Release();
    }

    public override void Reject(SslErrorCode reason)
    {
        if (_verdict != Verdict.Asked)
            throw new InvalidOperationException("No verdict was asked for.");
        _verdict = Verdict.Rejected;
        _rejection = reason;
        _wire.DropWithheld();
    }

    private void See(ReadOnlySpan<byte> ciphertext)
    {
        _serverFlight?.Add(ciphertext);
        _clientOffer?.Add(ciphertext);
        _records.Add(ciphertext);
    }

    /// <summary>The library asks once before anything is sent, and again when the server asked.</summary>
    private X509Certificate NoteRequest(object sender, string host, X509CertificateCollection own, X509Certificate? peer, string[] issuers)
    {
        _wasAsked |= _serverFlight!.HasBegun;
        return null!;
    }

    private Task Begin() => _role == SslMode.SslServerMode
        ? _ssl.AuthenticateAsServerAsync(AnswerOffer, null)
        : _ssl.AuthenticateAsClientAsync(_clientOptions!);

    /// <summary>The client's offer is known: of its application protocols the first that is allowed, if there is one.</summary>
    private ValueTask<SslServerAuthenticationOptions> AnswerOffer(SslStream stream, SslClientHelloInfo hello, object? state,
        CancellationToken token)
    {
        _requestedName = hello.ServerName;
        if (_configuration.IdentityFor(_requestedName) is { } identity)
            _serverOptions!.ServerCertificateContext = PlatformIdentity.Of(_backendName, _configuration.With(identity), _role)!.Context;
        string? chosen = _clientOffer!.Protocols.FirstOrDefault(name => name.Length > 0
            && _configuration.AllowedNextProtocols.Contains(name));
        if (chosen is not null)
            _serverOptions!.ApplicationProtocols = [new SslApplicationProtocol(chosen)];
        return new(_serverOptions!);
    }

    private TlsEngineStatus Ask(QSslCertificate[] chain)
    {
        _verdict = Verdict.Asked;
        _peer = _configuration.PeerVerifyMode == PeerVerifyMode.VerifyNone
            ? new(chain, [], [])
            : Managed.ChainVerification.Run(chain, _configuration, _role == SslMode.SslServerMode
                ? SslMode.SslClientMode
                : SslMode.SslServerMode);
        return TlsEngineStatus.NeedsVerdict;
    }

    /// <summary>Called by the library when it has the peer's certificates; it never refuses one of itself.</summary>
    private bool MeetPeer(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        QSslCertificate[] shown = [];
        if (certificate is not null)
        {
            QSslCertificate leaf = QSslCertificate.FromDer(certificate.GetRawCertData());
            IEnumerable<QSslCertificate> others = (chain?.ChainPolicy.ExtraStore ?? []).Select(QSslCertificate.FromX509Certificate2);
            shown = [leaf, .. others.Where(other => !other.Equals(leaf))];
        }
        _shown = shown;
        // The verdict is on what was seen, and on nothing that comes instead of it.
        return _verdict == Verdict.Open || shown.FirstOrDefault(QSslCertificate.Null)
            .Equals(_peer.Chain.FirstOrDefault(QSslCertificate.Null));
    }

    /// <summary>The library thinks the peer accepted: the alert that says otherwise is made here, in the clear, as it may be before a
    /// client's last flight.</summary>
    private TlsEngineStatus Refuse(SslErrorCode reason)
    {
        if (_role == SslMode.SslServerMode)
            return Fail(new("the peer was not accepted"));
        AlertType alert = PlatformFailures.AlertFor(reason);
        _wire.Gather([21, 3, 3, 0, 2, 2, (byte)alert]);
        Flush();
        return Fail(new("the peer was not accepted", alert));
    }
}
