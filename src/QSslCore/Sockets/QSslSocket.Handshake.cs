using QSslCore.Sockets;
using QSslCore.Tls;

namespace QSslCore;

/// <content>The handshake.</content>
public partial class QSslSocket
{
    private HandshakePhase _phase;
    private TlsEngine? _engine;
    private StartTlsTransport? _engineTransport;
    private TdsTransport? _packets;
    private QSslConfiguration? _handshakeConfiguration;
    private bool _peerAccepted;
    private bool _wantsWrite;
    private NextProtocolNegotiationStatus _negotiationStatus;

    /// <summary>The protocol that the connection's handshake has led to, kept beyond the connection's end; null while it has not.</summary>
    private SslProtocol? _established;

    /// <summary>Waits until the connection is encrypted; true also when it became so before.</summary>
    /// <param name="milliseconds">The limit; -1 is none.</param>
    /// <returns>False when the handshake failed, was never started, or on a time-out (which closes nothing).</returns>
    /// <exception cref="InvalidOperationException">Another thread is waiting on this socket.</exception>
    [QtMember("QSslSocket::waitForEncrypted")]
    public bool WaitForEncrypted(int milliseconds = 30000) => WaitFor(SocketGoal.Encrypted, milliseconds);

    /// <summary>Why the last handshake failed.</summary>
    internal HandshakeFault HandshakeFault { get; private set; }

    // Whoever leaves on being told of the peer does not want it to get anything.
    private protected override bool DefersClose =>
        !_isAskingAboutPeer && _phase is HandshakePhase.Exchanging or HandshakePhase.Interrupted or HandshakePhase.Judging;

    private protected override Func<bool> Until(SocketGoal goal) => goal switch
    {
        SocketGoal.Encrypted => () => IsEncrypted,
        SocketGoal.HasEncrypted => () => _established is not null,
        SocketGoal.EncryptedOrPaused => () => IsEncrypted || IsPaused,
        SocketGoal.Session => () => _configuration.SessionTicket.Length > 0,
        SocketGoal.Confirmed => () => _established is { } protocol && (protocol != SslProtocol.TlsV1_3 || HasHeardPeer),
        _ => base.Until(goal),
    };

    private protected override bool IsHopeless(SocketGoal goal) => goal switch
    {
        SocketGoal.Encrypted or SocketGoal.HasEncrypted or SocketGoal.EncryptedOrPaused => _phase == HandshakePhase.Failed
            || (Mode == SslMode.UnencryptedMode && !_autoStart),
        SocketGoal.ReadyRead or SocketGoal.Session => _phase is HandshakePhase.PeerFinished or HandshakePhase.Failed,
        SocketGoal.BytesWritten or SocketGoal.AllWritten when _phase == HandshakePhase.Failed => true,
        _ => base.IsHopeless(goal),
    };

    private void StartHandshake(SslMode role)
    {
        Mode = role;
        Strand.Queue(_modeChanged, new(role));
        ResetHandshake();
        _handshakeStarted = Time.GetTimestamp();
        _handshakeConfiguration = _configuration.Copy();
        WarnOfWeakSettings(_handshakeConfiguration);
        CancelTransaction();
        // With an automatic start, what is queued was written for the encrypted connection and must never leave plain.
        _engineTransport = new(Transport!, Time, Input, _autoStart ? null : Output);
        _packets = WrapsHandshake ? new(_engineTransport) : null;
        WrapsHandshake = false;
        try
        {
            if (!CheckBackend(out TlsBackend? backend))
            {
                _phase = HandshakePhase.Failed;
                return;
            }
            TlsEngineOptions options = new(role, _handshakeConfiguration, role == SslMode.SslClientMode ? ServerName() : null)
            {
                Questions = new Questions(this),
                Resumption = role == SslMode.SslClientMode ? FindResumption(backend!) : null,
            };
            _engine = backend!.CreateEngine(options, (ITlsTransport?)_packets ?? _engineTransport);
            _phase = HandshakePhase.Exchanging;
        }
        catch (TlsSetupException e)
        {
            // Qt reports both, the specific cause first.
            SetError(QSocketError.SslInvalidUserDataError, e.Message);
            SetError(QSocketError.SslInternalError, $"TLS could not be set up: {e.Message}");
            HandshakeFault = e.IsKeyMismatch ? HandshakeFault.KeyMismatch : HandshakeFault.Setup;
            _phase = HandshakePhase.Failed;
            if (role == SslMode.SslServerMode)
                RefuseHandshake();
        }
    }

    /// <summary>Forgets an earlier handshake: what is known of one is known until the next connection.</summary>
    private void ResetHandshake()
    {
        _peerAccepted = _decided = _refusedAtOnce = _isAskingAboutPeer = _askedWithinStep = _continued = false;
        _refusedProblem = null;
        HandshakeFault = HandshakeFault.None;
        _verification = null;
        _interruptions = null;
        _packets = null;
        _messages = [];
        _sessionsGiven = 0;
    }

    private protected override bool StepConnected()
    {
        if (_phase == HandshakePhase.None)
            return base.StepConnected();
        _engineTransport!.BeginStep();
        if (_engineTransport.HasUnsent && _engineTransport.FlushUnsent() is { IsError: true } result)
        {
            Fail(result.Error);
            return true;
        }
        return _phase switch
        {
            HandshakePhase.Exchanging => StepExchange(),
            HandshakePhase.Interrupted => Interrupt(),
            HandshakePhase.Judging => Judge(),
            HandshakePhase.Paused => GiveUpPause(),
            HandshakePhase.Established => StepEstablished(),
            HandshakePhase.PeerFinished or HandshakePhase.Failed => StepPeerFinished(),
            _ => false,
        };
    }

    private protected override Interest ConnectedInterest
    {
        get
        {
            bool writePending = _wantsWrite || _engine?.CiphertextPending > 0 || _engineTransport is { HasUnsent: true };
            return _phase switch
            {
                HandshakePhase.None => base.ConnectedInterest,
                HandshakePhase.Exchanging => Interest.In(Transport!, read: !_wantsWrite, write: writePending),
                HandshakePhase.Interrupted or HandshakePhase.Judging => Interest.Outside(),
                HandshakePhase.Paused => Interest.Outside(_pauseLimit),
                HandshakePhase.Established => Interest.In(Transport!, read: !IsInputFull, write: writePending || Output.Count > 0),
                HandshakePhase.PeerFinished => Interest.In(Transport!, read: true, write: writePending || Output.Count > 0),
                // TLS could not be set up, and the connection was left open: nothing comes of it any more but its end.
                _ => Interest.In(Transport!, read: true, write: false),
            };
        }
    }

    private bool StepExchange()
    {
        long sent = _engine!.CiphertextSent;
        TlsEngineStatus status = _engine.Handshake();
        bool moved = RaiseEncryptedBytesWritten(sent);
        TellNews();
        _wantsWrite = status == TlsEngineStatus.WantWrite;
        switch (status)
        {
            case TlsEngineStatus.WantRead or TlsEngineStatus.WantWrite:
                return moved;
            case TlsEngineStatus.NeedsVerdict:
                MeetPeer();
                return true;
            case TlsEngineStatus.Complete:
                Establish();
                return true;
            case TlsEngineStatus.Closed:
                FailHandshake("the peer ended the TLS session during the handshake", QSocketError.RemoteHostClosedError);
                return true;
            case TlsEngineStatus.Truncated:
                FailHandshake("the peer closed the connection during the TLS handshake", QSocketError.RemoteHostClosedError);
                return true;
            default:
                if (_refusedAtOnce)
                    EndRefused();
                else
                    FailHandshake(_engine.Failure?.Reason ?? "unknown reason", QSocketError.SslHandshakeFailedError);
                return true;
        }
    }

    private void Establish()
    {
        if (!_peerAccepted)
        {
            // A backend that skipped the verdict must not get a connection through.
            FailHandshake("the TLS backend completed a handshake without a verdict on the peer", QSocketError.SslInternalError);
            return;
        }
        _packets?.EndHandshake(_engine!.CiphertextPending);
        SessionProtocol = _engine!.SessionProtocol;
        SessionCipher = _engine.SessionCipher;
        _facts = _engine.Facts;
        if (_facts.LacksSecureRenegotiation)
            Warn($"QSslSocket: {TargetText} does not support secure renegotiation (RFC 5746), and was let in because "
                + "DisableLegacyRenegotiation is off.");
        NextNegotiatedProtocol = _engine.ApplicationProtocol;
        _negotiationStatus = (NextNegotiatedProtocol, Mode, _handshakeConfiguration!.AllowedNextProtocols.Length) switch
        {
            (not null, _, _) => NextProtocolNegotiationStatus.Negotiated,
            (null, SslMode.SslServerMode, > 0) => NextProtocolNegotiationStatus.Unsupported,
            _ => NextProtocolNegotiationStatus.None,
        };
        _phase = HandshakePhase.Established;
        _established = SessionProtocol;
        IsEncrypted = true;
        Strand.Queue(_encrypted, new(), conditional: true);
        if (IsClosePending)
            BeginClosing();
    }

    private void FailHandshake(string reason, QSocketError error)
    {
        _phase = HandshakePhase.Failed;
        HandshakeFault = FaultOf(_engine!.Failure, error);
        if (_engine!.Failure is { TransportError: not System.Net.Sockets.SocketError.Success } failure)
        {
            (error, string text) = SocketErrors.Describe(failure.TransportError, TargetText, connecting: false);
            reason = $"{text.TrimEnd('.')} during the handshake";
        }
        // The alert that the library made should reach the peer, if it can without waiting.
        _ = _engine.Flush();
        TellNews();
        NoteAlert();
        Output.Clear();
        SetError(error, $"The TLS handshake with {TargetText} failed: {reason.TrimEnd('.')}.");
        EndConnection(orderly: error == QSocketError.SslHandshakeFailedError);
        OpenMode = OpenMode.NotOpen;
        RaiseAboutToClose();
    }

    private static HandshakeFault FaultOf(TlsFailure? failure, QSocketError error) => failure switch
    {
        { PeerIsNotTls: true } => HandshakeFault.PeerNotTls,
        { CertificateMissed: true } => HandshakeFault.CertificateMissed,
        { Alert: not null, AlertIsFromPeer: true } => HandshakeFault.RefusedByPeer,
        { TransportError: not System.Net.Sockets.SocketError.Success } => HandshakeFault.Truncated,
        null when error == QSocketError.RemoteHostClosedError => HandshakeFault.Truncated,
        _ => HandshakeFault.None,
    };

    private void NoteAlert()
    {
        if (_engine?.Failure is { Alert: { } alert } failure)
            LastAlert = $"{alert} ({(failure.AlertIsFromPeer ? "from the peer" : "sent")})";
    }
}
