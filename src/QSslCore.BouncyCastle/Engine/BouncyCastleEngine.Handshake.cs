using Org.BouncyCastle.Tls;
using QSslCore.BouncyCastle.Ocsp;
using QSslCore.Tls;
using TlsPeer = QSslCore.Tls.TlsPeer;

namespace QSslCore.BouncyCastle.Engine;

// The handshake and the verdict on the peer.
internal sealed partial class BouncyCastleEngine
{
    private TlsPeer _peer = TlsPeer.None;
    private bool _begun;

    protected override TlsEngineStatus HandshakeCore()
    {
        if (!_begun)
        {
            _begun = true;
            if (Run(static (engine, _, _) => engine._handshake.Begin()) == TlsEngineStatus.Failed)
                return TlsEngineStatus.Failed;
        }
        while (!_notes.IsComplete)
        {
            if (_handshake.IsHolding && !IsAccepted)
                return Ask();
            TlsEngineStatus status = _handshake.IsHolding ? Run(static (engine, _, _) => engine._handshake.GoOn()) : Advance();
            if (status != TlsEngineStatus.Complete)
                return status;
        }
        return TlsEngineStatus.Complete;
    }

    protected override void RejectCore(SslErrorCode reason) =>
        Refuse(TlsFailures.AlertFor(reason, Role, SessionProtocol), "the peer was not accepted");

    private TlsEngineStatus Ask()
    {
        if (!_setup.IsServer && Parameters is { IsResumedSession: true })
        {
            // The server sends no certificate in a resumed session. It is judged by the certificate of the original session.
            _peer = _setup.Options.Resumption?.Peer ?? TlsPeer.None;
            return Ask(_peer);
        }
        QSslCertificate[] shown = Shown();
        if (Array.Exists(shown, certificate => certificate.IsNull))
            return Refuse(AlertType.BadCertificate, "a certificate of the peer cannot be read");
        _peer = TlsVerification.VerifyPeer(shown, _setup.Options, ResponseSignatures.Instance);
        if (TlsVerification.RequiresStaple(_setup.Options))
        {
            if (TlsVerification.JudgeStaple(_notes.Staple, _peer, _setup.Configuration, ResponseSignatures.Instance) is not { } judged)
                return Refuse(AlertType.BadCertificate, "the stapled OCSP response cannot be decoded");
            _peer = judged;
        }
        return Ask(_peer);
    }

    /// <summary>Returns the certificates as sent.</summary>
    private QSslCertificate[] Shown() => Parameters?.PeerCertificate is { IsEmpty: false } message
        ? [.. message.GetCertificateList().Select(certificate => TlsVerification.ReadCertificate(certificate.GetEncoded()))]
        : [];

    private TlsEngineStatus Refuse(AlertType alert, string reason)
    {
        try
        {
            _handshake.Refuse((short)alert);
        }
        catch (IOException)
        {
            // The connection ends in either case.
        }
        Collect();
        return Fail(new(reason, alert));
    }
}
