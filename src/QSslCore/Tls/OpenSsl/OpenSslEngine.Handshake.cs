using System.Runtime.InteropServices;

namespace QSslCore.Tls.OpenSsl;

// The handshake and the verdict on the peer.
internal sealed unsafe partial class OpenSslEngine
{
    private TlsPeer _peer = TlsPeer.None;
    private SslErrorCode _rejection;
    private bool _peerSeen;
    private bool _exchangeDone;

    /// <summary>Whether the library is paused in its verification of the server.</summary>
    private bool _isPaused;

    /// <summary>Whether the server's certificates were verified, but not its stapled response.</summary>
    private bool _isStapleDue;

    protected override TlsEngineStatus HandshakeCore()
    {
        TlsEngineStatus status = Exchange();
        if (status == TlsEngineStatus.Complete && IsAccepted)
            AllowRenegotiation();
        return status;
    }

    private TlsEngineStatus Exchange()
    {
        if (_exchangeDone)
            return TlsEngineStatus.Complete;
        OpenSslErrorQueue.Clear();
        TlsEngineStatus status = StatusOf(Ssl.SSL_do_handshake(_ssl));
        _isPaused = status == TlsEngineStatus.NeedsVerdict;
        if (status == TlsEngineStatus.Complete)
        {
            StopLooking();
            _exchangeDone = true;
        }
        if (IsAccepted || !(_exchangeDone || (WithholdsFlight && status == TlsEngineStatus.WantRead)))
            return status;
        // The library has not paused. Either a stapled response may have been received since, or there is no certificate (a session is
        // resumed, both sides have a pre-shared key, or the client of a server presents none).
        if (_isStapleDue && !JudgeStaple())
            return Fail(new("the stapled OCSP response cannot be decoded"));
        if (!IsServer && IsResumed)
            _peer = _resumedPeer ?? TlsPeer.None;
        return Ask(_peer);
    }

    protected override void RejectCore(SslErrorCode reason)
    {
        _rejection = reason;
        if (!_isPaused)
            return;
        // The library calls back once more, and sends the server the reason for the rejection.
        OpenSslErrorQueue.Clear();
        _ = StatusOf(Ssl.SSL_do_handshake(_ssl));
    }

    /// <summary>
    /// Called by the library when it has the peer's certificates. On a client it may be called twice: the first call pauses the
    /// library, and the second call with the same certificates comes when the handshake continues.
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
#pragma warning disable CA1031 // No exception may cross native frames. It is thrown again after them.
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
        if (_exchangeDone)
        {
            if (ShowsSame(sent))
                return true;
            X509.X509_STORE_CTX_set_error(context, VerifyErrorMap.ToVerifyCode(SslErrorCode.CertificateRejected));
            return false;
        }
        if (!_peerSeen)
        {
            _peerSeen = true;
            _peer = _configuration.PeerVerifyMode == PeerVerifyMode.VerifyNone
                ? new(sent, [], [])
                : ChainVerification.Run(context, sent, _configuration, IsServer ? SslMode.SslClientMode : SslMode.SslServerMode);
            if (IsServer)
            {
                // The library never pauses a server. The verdict is given when the exchange is complete, unless it is known already.
                if (_questions?.RefusalOf(_peer) is not { } refusal)
                    return true;
                _rejection = refusal;
                X509.X509_STORE_CTX_set_error(context, VerifyErrorMap.ToVerifyCode(_rejection));
                return false;
            }
            if (InsistsOnStaple)
            {
                _isStapleDue = true;
                return true;
            }
            // If the result is 1, the library pauses. If it does not, the handshake completes without a verdict and then asks for one.
            _ = Ssl.SSL_ctrl_raw(ssl, Ssl.SSL_CTRL_SET_RETRY_VERIFY, new CLong(0), 0);
            return true;
        }
        // The verdict applies to the certificates that were seen. The library must not present others.
        if (IsAccepted && sent.AsSpan().SequenceEqual(_peer.Chain.ToArray()))
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
#pragma warning disable CA1031 // No exception may cross native frames. It is thrown again after them.
        catch (Exception e)
#pragma warning restore CA1031
        {
            engine.Keep(e);
            return Ssl.SSL_TLSEXT_ERR_NOACK;
        }
    }
}
