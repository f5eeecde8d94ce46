using QSslCore.Sockets;
using QSslCore.Tls;

namespace QSslCore;

/// <content>The handshake and the verdict on the peer.</content>
public partial class QSslSocket
{
    private HandshakePhase _phase;
    private TlsEngine? _engine;
    private StartTlsTransport? _engineTransport;
    private TdsTransport? _packets;
    private QSslConfiguration? _handshakeConfiguration;
    private bool _peerAccepted;
    private bool _ignoreAll;
    private QSslError[] _ignoreList = [];
    private bool _wantsWrite;
    private Deadline _pauseLimit;
    private ITimer? _pauseTimer;

    /// <summary>Waits until the connection is encrypted; true also when it became so before.</summary>
    /// <param name="milliseconds">The limit; -1 is none.</param>
    /// <returns>False when the handshake failed, was never started, or on a time-out (which closes nothing).</returns>
    /// <exception cref="InvalidOperationException">Another thread is waiting on this socket.</exception>
    [QtMember("QSslSocket::waitForEncrypted")]
    public bool WaitForEncrypted(int milliseconds = 30000) => WaitFor(SocketGoal.Encrypted, milliseconds);

    /// <summary>
    /// Ends a pause: when the errors are ignored by now the handshake goes on, else the peer is dropped. Nothing without a pause.
    /// </summary>
    [QtMember("QAbstractSocket::resume")]
    public override void Resume() => Strand.Execute(() =>
    {
        if (_phase != HandshakePhase.Paused)
            return;
        StopPauseTimer();
        _phase = HandshakePhase.Judging;
        _decided = true;
    });

    /// <summary>Ends a pause with a refusal, at once. Any thread.</summary>
    internal void Deny() => Strand.Execute(() =>
    {
        if (_phase == HandshakePhase.Paused)
            RejectPeer(SslHandshakeErrors[0].ErrorString);
    });

    private PeerVerificationResult? _verification;
    private Queue<QSslError>? _interruptions;
    private NextProtocolNegotiationStatus _negotiationStatus;

    /// <summary>Why the last handshake failed.</summary>
    internal HandshakeFault HandshakeFault { get; private set; }

    /// <summary>The decision was made in a pause: there is no second pause.</summary>
    private bool _decided;

    private protected override bool DefersClose => _phase is HandshakePhase.Exchanging or HandshakePhase.Interrupted or HandshakePhase.Judging;

    private protected override Func<bool> Until(SocketGoal goal) => goal switch
    {
        SocketGoal.Encrypted => () => IsEncrypted,
        SocketGoal.EncryptedOrPaused => () => IsEncrypted || IsPaused,
        SocketGoal.Session => () => _configuration.SessionTicket.Length > 0,
        SocketGoal.Confirmed => () => IsEncrypted && (SessionProtocol != SslProtocol.TlsV1_3 || _sessionsGiven > 0 || BytesAvailable > 0),
        _ => base.Until(goal),
    };

    private protected override bool IsHopeless(SocketGoal goal) => goal switch
    {
        SocketGoal.Encrypted or SocketGoal.EncryptedOrPaused => Mode == SslMode.UnencryptedMode && !_autoStart,
        SocketGoal.ReadyRead or SocketGoal.Session => _phase == HandshakePhase.PeerFinished,
        _ => false,
    };

    private void StartHandshake(SslMode role)
    {
        Mode = role;
        Strand.Queue(_modeChanged, new(role));
        _peerAccepted = _decided = _refusedAtOnce = false;
        HandshakeFault = HandshakeFault.None;
        _messages = [];
        _sessionsGiven = 0;
        _handshakeStarted = Time.GetTimestamp();
        _handshakeConfiguration = _configuration.Copy();
        CancelTransaction();
        // With an automatic start, what is queued was written for the encrypted connection and must never leave plain.
        _engineTransport = new(Transport!, Input, _autoStart ? null : Output);
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
        }
    }

    private protected override bool StepConnected()
    {
        if (_phase == HandshakePhase.None)
            return base.StepConnected();
        if (_engineTransport!.HasUnsent && _engineTransport.FlushUnsent() is { IsError: true } result)
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
            HandshakePhase.PeerFinished => StepPeerFinished(),
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
                HandshakePhase.PeerFinished => Interest.In(Transport!, read: true, write: false),
                _ => Interest.Never,
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

    /// <summary>The peer's certificates are known: raise what is wrong with them; the next step decides.</summary>
    private void MeetPeer()
    {
        PeerVerificationResult result = LookAtPeer();
        _verification = result;
        _interruptions = _handshakeConfiguration!.HandshakeMustInterruptOnError ? new(_engine!.Peer.ChainErrors) : null;
        _continued = true;
        _phase = HandshakePhase.Interrupted;
        _ = Interrupt();
    }

    private PeerVerificationResult LookAtPeer()
    {
        TlsPeer peer = _engine!.Peer;
        // What was agreed on so far helps whoever decides.
        SessionProtocol = _engine.SessionProtocol;
        SessionCipher = _engine.SessionCipher;
        _facts = _engine.Facts;
        PeerCertificateChain = peer.Chain;
        VerifiedCertificateChain = peer.VerifiedChain;
        OcspResponses = peer.OcspResponse is { } response ? [response] : [];
        return PeerVerification.Evaluate(peer, _handshakeConfiguration!, Mode, VerifyName);
    }

    /// <summary>
    /// Tells of the chain's problems one by one, each with the handshake at rest; when all were answered, of everything that is
    /// wrong. The next step decides.
    /// </summary>
    private bool Interrupt()
    {
        if (!_continued)
        {
            RejectInterrupted();
            return true;
        }
        if (_interruptions?.TryDequeue(out QSslError? problem) == true)
        {
            _continued = false;
            Strand.Queue(_handshakeInterruptedOnError, new(problem), conditional: true);
            return true;
        }
        PeerVerificationResult result = _verification!;
        SslHandshakeErrors = result.Errors;
        // What interrupted the handshake was told already.
        foreach (QSslError error in result.InEmissionOrder.Where(e => _interruptions is null || !_engine!.Peer.ChainErrors.Contains(e)))
            Strand.Queue(_peerVerifyError, new(error), conditional: true);
        if (result.Errors.Count > 0)
            Strand.Queue(_sslErrors, new(result.Errors), conditional: true);
        _phase = HandshakePhase.Judging;
        return true;
    }

    /// <summary>Nobody wanted to go on: the peer gets an alert, and the connection ends as with any failed handshake.</summary>
    private void RejectInterrupted()
    {
        HandshakeFault = HandshakeFault.PeerRejected;
        QSslError problem = _engine!.Peer.ChainErrors[^(_interruptions!.Count + 1)];
        SslHandshakeErrors = [problem];
        _engine.Reject(problem.Error);
        _ = _engine.Handshake();
        FailHandshake($"interrupted because of the peer's certificate: {problem.ErrorString}", QSocketError.SslHandshakeFailedError);
    }

    private bool Judge()
    {
        IReadOnlyList<QSslError> errors = SslHandshakeErrors;
        if (errors.Count == 0 || !PeerVerification.VerifiesPeer(_handshakeConfiguration!.PeerVerifyMode, Mode) || AreIgnored(errors))
        {
            _engine!.Accept();
            _peerAccepted = true;
            _phase = HandshakePhase.Exchanging;
        }
        else if (PauseMode.HasFlag(PauseModes.PauseOnSslErrors) && !_decided)
        {
            _phase = HandshakePhase.Paused;
            StartPauseTimer();
        }
        else
        {
            RejectPeer(errors[0].ErrorString);
        }
        return true;
    }

    private bool AreIgnored(IReadOnlyList<QSslError> errors) =>
        _ignoreList.Length > 0 ? errors.All(e => _ignoreList.Contains(e)) : _ignoreAll;

    private void RejectPeer(string reason)
    {
        StopPauseTimer();
        _phase = HandshakePhase.Failed;
        HandshakeFault = HandshakeFault.PeerRejected;
        _engine!.Reject(SslHandshakeErrors[0].Error);
        // Tells the peer why, where the protocol allows; what becomes of that is of no interest any more.
        _ = _engine.Handshake();
        EndRejected(reason);
    }

    /// <summary>The engine has refused the peer already, since nobody could have wanted it otherwise.</summary>
    private void EndRefused()
    {
        SslHandshakeErrors = LookAtPeer().Errors;
        HandshakeFault = HandshakeFault.PeerRejected;
        _phase = HandshakePhase.Failed;
        _ = _engine!.Flush();
        EndRejected(SslHandshakeErrors[0].ErrorString);
    }

    private void EndRejected(string reason)
    {
        TellNews();
        NoteAlert();
        SetError(QSocketError.SslHandshakeFailedError, reason);
        Output.Clear();
        SetState(SocketState.ClosingState);
        EndConnection(orderly: true);
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
        NextNegotiatedProtocol = _engine.ApplicationProtocol;
        _negotiationStatus = (NextNegotiatedProtocol, Mode, _handshakeConfiguration!.AllowedNextProtocols.Length) switch
        {
            (not null, _, _) => NextProtocolNegotiationStatus.Negotiated,
            (null, SslMode.SslServerMode, > 0) => NextProtocolNegotiationStatus.Unsupported,
            _ => NextProtocolNegotiationStatus.None,
        };
        _phase = HandshakePhase.Established;
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

    private void StartPauseTimer()
    {
        _pauseLimit = Deadline.After(Time, PauseTimeout);
        if (PauseTimeout < 0)
            return;
        // Nobody may ever drive the socket again. Weak: an abandoned socket is collected, timer and all.
        WeakReference<QSslSocket> self = new(this);
        _pauseTimer = Time.CreateTimer(
            static state =>
            {
                if (((WeakReference<QSslSocket>)state!).TryGetTarget(out QSslSocket? socket))
                    socket.Strand.Execute(socket.EndPauseForTime, raise: false);
            },
            self, TimeSpan.FromMilliseconds(PauseTimeout), Timeout.InfiniteTimeSpan);
    }

    private bool GiveUpPause()
    {
        if (!_pauseLimit.HasPassed)
            return false;
        EndPauseForTime();
        return true;
    }

    /// <summary>Timers and deadlines are not measured by the same clock: whoever calls has seen the time pass.</summary>
    private void EndPauseForTime()
    {
        if (_phase != HandshakePhase.Paused)
            return;
        RejectPeer($"{SslHandshakeErrors[0].ErrorString} (nobody decided about it within {PauseTimeout / 1000.0:0.###} s)");
    }

    private void StopPauseTimer()
    {
        _pauseTimer?.Dispose();
        _pauseTimer = null;
    }
}
