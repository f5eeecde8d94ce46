using Org.BouncyCastle.Tls;
using QSslCore.BouncyCastle.Ocsp;
using QSslCore.Tls;
using QSslCore.Tls.Managed;
using QSslCore.Tls.Platform;
using QSslCore.Tls.Stapling;
using TlsPeer = QSslCore.Tls.TlsPeer;

namespace QSslCore.BouncyCastle.Engine;

/// <content>The handshake and the verdict on the peer.</content>
internal sealed partial class BouncyCastleEngine
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

    private TlsPeer _peer = TlsPeer.None;
    private Verdict _verdict;
    private SslErrorCode _rejection;
    private bool _begun;

    public override TlsPeer Peer => _peer;

    public override TlsEngineStatus Handshake()
    {
        if (_failure is not null)
            return TlsEngineStatus.Failed;
        if (_verdict == Verdict.Rejected)
            return Refuse(AlertForRejection(), "the peer was not accepted");
        TlsEngineStatus status = _verdict == Verdict.Asked ? TlsEngineStatus.NeedsVerdict : Exchange();
        // Whatever the outcome, what was gathered belongs to the peer: a flight, or the alert that says why not.
        TlsEngineStatus flushed = Flush();
        return flushed == TlsEngineStatus.Failed || status == TlsEngineStatus.Complete ? flushed : status;
    }

    public override void Accept()
    {
        if (_verdict != Verdict.Asked)
            throw new InvalidOperationException("No verdict was asked for.");
        _verdict = Verdict.Accepted;
    }

    public override void Reject(SslErrorCode reason)
    {
        if (_verdict != Verdict.Asked)
            throw new InvalidOperationException("No verdict was asked for.");
        _verdict = Verdict.Rejected;
        _rejection = reason;
    }

    /// <summary>Only TLS 1.3 has a word for a certificate that was not shown.</summary>
    private AlertType AlertForRejection() =>
        _setup.IsServer && _rejection == SslErrorCode.NoPeerCertificate && SessionProtocol == SslProtocol.TlsV1_3
            ? AlertType.CertificateRequired
            : PlatformFailures.AlertFor(_rejection);

    private TlsEngineStatus Exchange()
    {
        if (!_begun)
        {
            _begun = true;
            if (Run(static (engine, _, _) => engine._handshake.Begin()) == TlsEngineStatus.Failed)
                return TlsEngineStatus.Failed;
        }
        while (!_notes.IsComplete)
        {
            if (_handshake.IsHolding && _verdict == Verdict.Open)
                return Ask();
            TlsEngineStatus status = _handshake.IsHolding ? Run(static (engine, _, _) => engine._handshake.GoOn()) : Advance();
            if (status != TlsEngineStatus.Complete)
                return status;
        }
        // It cannot be complete without the message that was held, and that was held until the verdict.
        return _verdict == Verdict.Accepted ? TlsEngineStatus.Complete : Fail(new("the handshake ended before the peer was judged"));
    }

    private TlsEngineStatus Ask()
    {
        if (!_setup.IsServer && Parameters is { IsResumedSession: true })
        {
            // The server showed no certificate now: it is judged by the one that it showed when the session was made.
            (_peer, _verdict) = (_setup.Options.Resumption?.Peer ?? TlsPeer.None, Verdict.Asked);
            return TlsEngineStatus.NeedsVerdict;
        }
        QSslCertificate[] shown = Shown();
        _peer = _setup.Configuration.PeerVerifyMode == PeerVerifyMode.VerifyNone
            ? new(shown, [], [])
            : ChainVerification.Run(shown, _setup.Configuration, _setup.IsServer ? SslMode.SslClientMode : SslMode.SslServerMode);
        if (!_setup.IsServer && _setup.Configuration.OcspStaplingEnabled
            && PeerVerification.VerifiesPeer(_setup.Configuration.PeerVerifyMode, SslMode.SslClientMode))
        {
            if (OcspVerdict.Judge(_notes.Staple, _peer, _setup.Configuration, ResponseSignatures.Instance) is not { } judged)
                return Refuse(AlertType.BadCertificate, "the stapled OCSP response cannot be decoded");
            _peer = judged;
        }
        _verdict = Verdict.Asked;
        return TlsEngineStatus.NeedsVerdict;
    }

    /// <summary>The certificates as sent.</summary>
    private QSslCertificate[] Shown() => Parameters?.PeerCertificate is { IsEmpty: false } message
        ? [.. message.GetCertificateList().Select(certificate => QSslCertificate.FromDer(certificate.GetEncoded()))]
        : [];

    private TlsEngineStatus Refuse(AlertType alert, string reason)
    {
        try
        {
            _handshake.Refuse((short)alert);
        }
        catch (IOException)
        {
            // The connection is over either way.
        }
        _gather.Collect(_handshake.Protocol);
        Fail(new(reason, alert));
        Flush();
        return TlsEngineStatus.Failed;
    }
}
