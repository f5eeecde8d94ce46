using System.Runtime.InteropServices;

namespace QSslCore.Tls.OpenSsl;

/// <content>The handshake and the verdict on the peer.</content>
internal sealed unsafe partial class OpenSslEngine
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
    private bool _peerSeen;
    private bool _exchangeDone;

    /// <summary>Nothing that was gathered may leave: it is a client's last flight, and the peer is not accepted.</summary>
    private bool _held;

    public override TlsPeer Peer => _peer;

    public override TlsEngineStatus Handshake()
    {
        if (_failure is not null)
            return TlsEngineStatus.Failed;
        if (!_exchangeDone)
        {
            if (_verdict == Verdict.Asked)
                return TlsEngineStatus.NeedsVerdict;
            if (_held && _verdict == Verdict.Rejected)
                return Refuse(new TlsFailure("the peer was not accepted"));
            OpenSslErrorQueue.Clear();
            TlsEngineStatus status = StatusOf(Ssl.SSL_do_handshake(_ssl));
            if (_held && _verdict == Verdict.Open && status == TlsEngineStatus.Failed)
            {
                // With its flight goes the alert behind it: the peer was not accepted yet, and learns nothing.
                ReturnGather();
                return status;
            }
            if (_held && _verdict == Verdict.Open && (CiphertextPending > 0 || status == TlsEngineStatus.Complete))
            {
                _exchangeDone = status == TlsEngineStatus.Complete;
                if (!JudgeStaple())
                    return Refuse(new TlsFailure("the stapled OCSP response cannot be decoded"));
                _verdict = Verdict.Asked;
                return TlsEngineStatus.NeedsVerdict;
            }
            if (status == TlsEngineStatus.Complete && IsUnjudgedClient)
            {
                // A resumed session's server showed no certificate now. It is judged by the one it showed when the session was
                // made, and nothing of this side's last flight leaves before.
                (_exchangeDone, _verdict, _held) = (true, Verdict.Asked, true);
                _peer = IsResumed ? _resumedPeer ?? TlsPeer.None : _peer;
                return TlsEngineStatus.NeedsVerdict;
            }
            // Whatever the outcome, what was gathered belongs to the peer: a flight, or the alert that says why not.
            TlsEngineStatus flushed = Flush();
            if (flushed == TlsEngineStatus.Failed)
                return TlsEngineStatus.Failed;
            if (status == TlsEngineStatus.NeedsVerdict)
                _verdict = Verdict.Asked;
            if (status != TlsEngineStatus.Complete)
                return status == TlsEngineStatus.WantWrite && flushed == TlsEngineStatus.Complete ? Handshake() : status;
            StopLooking();
            _exchangeDone = true;
        }
        switch (_verdict)
        {
            case Verdict.Accepted:
                return Flush();
            case Verdict.Asked:
                return TlsEngineStatus.NeedsVerdict;
            case Verdict.Rejected:
                return Refuse(new TlsFailure("the peer was not accepted"));
            default:
                // A server's verdict falls here, and that on a peer that showed no certificate.
                _verdict = Verdict.Asked;
                return TlsEngineStatus.NeedsVerdict;
        }
    }

    private bool IsUnjudgedClient => !_isServer && _verdict == Verdict.Open;

    /// <summary>The last flight of a client that has not left is dropped with the connection.</summary>
    private TlsEngineStatus Refuse(TlsFailure failure)
    {
        if (!_isServer)
            ReturnGather();
        return Fail(failure);
    }

    public override void Accept()
    {
        if (_verdict != Verdict.Asked)
            throw new InvalidOperationException("No verdict was asked for.");
        _verdict = Verdict.Accepted;
        _held = false;
    }

    public override void Reject(SslErrorCode reason)
    {
        if (_verdict != Verdict.Asked)
            throw new InvalidOperationException("No verdict was asked for.");
        _verdict = Verdict.Rejected;
        _rejection = reason;
    }

    /// <summary>
    /// Called by the library when it has the peer's certificates. On a client it may come twice: it is told to pause the
    /// first time, and calls again with the same certificates when the handshake goes on.
    /// </summary>
    [UnmanagedCallersOnly]
    internal static int VerifyCallback(nint context, nint unused)
    {
        nint ssl = X509.X509_STORE_CTX_get_ex_data(context, Ssl.SSL_get_ex_data_X509_STORE_CTX_idx());
        if (ssl == 0 || FromSsl(ssl) is not { } engine)
            return 0;
        try
        {
            return engine.Verify(context, ssl) ? 1 : 0;
        }
#pragma warning disable CA1031 // No exception may cross native frames; it is thrown again behind them.
        catch (Exception e)
#pragma warning restore CA1031
        {
            engine.Keep(e);
            return 0;
        }
    }

    private bool Verify(nint context, nint ssl)
    {
        QSslCertificate[] sent = NativeCertificates.FromStack(X509.X509_STORE_CTX_get0_untrusted(context));
        if (!_peerSeen)
        {
            _peerSeen = true;
            _peer = _configuration.PeerVerifyMode == PeerVerifyMode.VerifyNone
                ? new(sent, [], [])
                : ChainVerification.Run(context, sent, _configuration, _isServer ? SslMode.SslClientMode : SslMode.SslServerMode);
            if (_isServer)
            {
                // The library does not pause a server, whatever it is told: the verdict falls when the exchange is done,
                // unless it is clear already.
                if (_questions?.RefusalOf(_peer) is not { } refusal)
                    return true;
                (_verdict, _rejection) = (Verdict.Rejected, refusal);
                X509.X509_STORE_CTX_set_error(context, VerifyErrorMap.ToVerifyCode(_rejection));
                return false;
            }
            if (InsistsOnStaple)
            {
                _held = true;
                return true;
            }
            // With 1 the library pauses; should it ever not, the handshake ends without a verdict and then asks for one.
            _ = Ssl.SSL_ctrl_raw(ssl, Ssl.SSL_CTRL_SET_RETRY_VERIFY, new CLong(0), 0);
            return true;
        }
        // The verdict is on what was seen, and on nothing that comes instead of it.
        if (_verdict == Verdict.Accepted && sent.AsSpan().SequenceEqual(_peer.Chain.ToArray()))
            return true;
        X509.X509_STORE_CTX_set_error(context, VerifyErrorMap.ToVerifyCode(_rejection));
        return false;
    }

    [UnmanagedCallersOnly]
    internal static int SelectProtocolCallback(nint ssl, byte** selected, byte* selectedLength, byte* offers, uint length, nint unused)
    {
        if (FromSsl(ssl) is not { } engine)
            return Ssl.SSL_TLSEXT_ERR_NOACK;
        try
        {
            if (!ApplicationProtocols.Select(new(offers, (int)length), engine._configuration.AllowedNextProtocols, out int start,
                out int count))
                return Ssl.SSL_TLSEXT_ERR_NOACK;
            *selected = offers + start;
            *selectedLength = (byte)count;
            return Ssl.SSL_TLSEXT_ERR_OK;
        }
#pragma warning disable CA1031 // No exception may cross native frames; it is thrown again behind them.
        catch (Exception e)
#pragma warning restore CA1031
        {
            engine.Keep(e);
            return Ssl.SSL_TLSEXT_ERR_NOACK;
        }
    }
}
