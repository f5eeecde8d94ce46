using System.Runtime.InteropServices;

namespace QSslCore.Tls.OpenSsl;

// A new handshake on an established connection, which a server begins to ask for a certificate (up to TLS 1.2).
internal sealed partial class OpenSslEngine
{
    /// <summary>A server that wants a certificate for some of its paths asks once, or once for each of them.</summary>
    private const int MaxRenegotiations = 4;

    /// <summary>What the first handshake has led to and no other may take back; null while the library refuses renegotiation.</summary>
    private (SslProtocol Protocol, bool HasExtendedMasterSecret)? _agreed;

    private int _renegotiations;

    /// <summary>Whether the peer has shown the certificates again that the verdict is about.</summary>
    private bool _hasShownSame;

    /// <summary>Why a renegotiation fails, if the library only knows that it does.</summary>
    private TlsFailure? _renegotiationFault;

    internal override int Renegotiations => _renegotiations;

    /// <summary>The library may wait with its hello until its buffers are empty. It then sends the hello in the next call.</summary>
    internal override bool IsRenegotiating => _agreed is not null && !_ssl.IsClosed && Ssl.SSL_renegotiate_pending(_ssl) != 0;

    private bool HasExtendedMasterSecret => Ask(Ssl.SSL_CTRL_GET_EXTMS_SUPPORT) == 1;

    private bool IsRenegotiationSecure => Ask(Ssl.SSL_CTRL_GET_RI_SUPPORT) != 0;

    private void RefuseServersRenegotiation()
    {
        if (IsServer && _configuration.AllowRenegotiation)
            throw new TlsSetupException("AllowRenegotiation is a client's setting; a server renegotiates with no client.");
    }

    /// <summary>
    /// Lets the library take part in a renegotiation from now on. Before the verdict it never does. A peer without a certificate could not
    /// show that it is still the same.
    /// </summary>
    private void AllowRenegotiation()
    {
        if (IsServer || !_configuration.AllowRenegotiation || SessionProtocol >= SslProtocol.TlsV1_3 || _peer.Chain.Count == 0
            || !IsRenegotiationSecure)
            return;
        _agreed = (SessionProtocol, HasExtendedMasterSecret);
        _hasShownSame = false;
        // With the other two, the library would take a hello that is not bound to the connection.
        _ = Ssl.SSL_clear_options(_ssl,
            Ssl.SSL_OP_NO_RENEGOTIATION | Ssl.SSL_OP_LEGACY_SERVER_CONNECT | Ssl.SSL_OP_ALLOW_UNSAFE_LEGACY_RENEGOTIATION);
    }

    /// <summary>Checks after each call of the library what a renegotiation has led to. False if the connection must end.</summary>
    private bool HoldsAfterRenegotiation()
    {
        if (_agreed is not { } agreed)
            return true;
        int begun = (int)Ask(Ssl.SSL_CTRL_GET_TOTAL_RENEGOTIATIONS);
        if (begun > MaxRenegotiations)
            return Refuse(new($"the peer asks for one renegotiation after another; {MaxRenegotiations} are allowed on a connection"));
        if (begun == _renegotiations || Ssl.SSL_in_init(_ssl) != 0)
            return true;
        bool isSame = _hasShownSame || Ssl.SSL_session_reused(_ssl) == 1;
        (_renegotiations, _hasShownSame) = (begun, false);
        if (!isSame)
            return Refuse(PeerWords.ChangedPeer);
        return SessionProtocol == agreed.Protocol && IsRenegotiationSecure && (HasExtendedMasterSecret || !agreed.HasExtendedMasterSecret)
            || Refuse(new("the peer weakened the connection in a renegotiation: the version, the extended master secret (RFC 7627) and "
                + "secure renegotiation (RFC 5746) must stay as they were"));
    }

    /// <summary>Whether the peer of a renegotiation shows exactly the certificates that the verdict is about.</summary>
    private bool ShowsSame(QSslCertificate[] sent)
    {
        _hasShownSame = IsAccepted && sent.AsSpan().SequenceEqual(_peer.Chain.ToArray());
        if (!_hasShownSame)
            _renegotiationFault = PeerWords.ChangedPeer;
        return _hasShownSame;
    }

    private bool Refuse(TlsFailure failure)
    {
        // A session of a connection that ends like this is not worth resuming.
        _sessions.Clear();
        Fail(failure);
        return false;
    }

    private nint Ask(int what) => Ssl.SSL_ctrl_none(_ssl, what, new CLong(0), 0).Value;
}
