using System.Diagnostics;
using QSslCore.Sockets;
using QSslCore.Tls;

namespace QSslCore;

// The verdict on the peer.
public partial class QSslSocket
{
    private PeerDecision _decision = new();

    /// <summary>
    /// Ends a pause. The handshake continues if the errors are now ignored. Otherwise, the connection is dropped. Without a pause, this
    /// call does nothing.
    /// </summary>
    [QtMember("QAbstractSocket::resume")]
    public override void Resume() => Resume(null);

    /// <summary>Ends a pause. The handshake continues only if every error is in this list. Otherwise, the connection is dropped. Any thread
    /// may call this.</summary>
    internal void Approve(IReadOnlyCollection<QSslError> errors) => Resume(errors);

    /// <summary>Ends a pause and refuses the peer immediately. Any thread may call this.</summary>
    internal void Deny() => Strand.Execute(() =>
    {
        if (IsPaused)
            RefusePeer(SslHandshakeErrors[0].ErrorString);
    });

    private void Resume(IReadOnlyCollection<QSslError>? approved) => Strand.Execute(() =>
    {
        if (!IsPaused)
            return;
        _decision.Dispose();
        _decision.Approved = approved;
        _phase = HandshakePhase.Judging;
    });

    /// <summary>The peer's certificates are known. Raises the errors. The next step decides.</summary>
    private void BeginPeerVerification()
    {
        Debug.Assert(Strand.IsOwner);
        if (_decision.WasAskedWithinStep)
        {
            _phase = HandshakePhase.Judging;
            return;
        }
        _decision.MayPause = PauseMode.HasFlag(PauseModes.PauseOnSslErrors);
        if (!TryBeginRootSearch(_channel!.Engine.Peer))
            JudgePeer(_channel.Engine.Peer);
    }

    private void JudgePeer(TlsPeer peer)
    {
        ExaminePeer(peer);
        _phase = HandshakePhase.Interrupted;
        _ = AskNext();
    }

    private void ExaminePeer(TlsPeer peer)
    {
        Debug.Assert(Strand.IsOwner);
        QSslConfiguration configuration = _channel!.Configuration;
        // What was agreed on so far helps to decide.
        _facts = _facts with
        {
            Protocol = _channel.Engine.SessionProtocol,
            Cipher = _channel.Engine.SessionCipher,
            Negotiated = _channel.Engine.Facts,
            PeerChain = peer.Chain,
            VerifiedChain = peer.VerifiedChain,
            OcspResponses = peer.OcspResponse is { } response ? [response] : [],
        };
        _decision.Begin(PeerVerification.Evaluate(peer, configuration, Mode, VerifyHost),
            configuration.HandshakeMustInterruptOnError ? peer.ChainErrors : []);
    }

    /// <summary>
    /// Raises the problems of the chain one by one, each while the handshake is interrupted. When all are answered, raises all errors. The
    /// next step decides.
    /// </summary>
    private bool AskNext()
    {
        Debug.Assert(Strand.IsOwner);
        if (_decision.Interruption is { } unanswered)
        {
            RefuseInterrupted(unanswered);
            return true;
        }
        if (_decision.TryInterrupt(out QSslError problem))
        {
            BracketQuestions(true);
            Strand.Queue(_signals.HandshakeInterruptedOnError, new(problem), conditional: true);
            BracketQuestions(false);
            return true;
        }
        _facts = _facts with { Errors = _decision.Errors };
        _phase = HandshakePhase.Judging;
        if (_decision.Errors.Count == 0)
            return true;
        BracketQuestions(true);
        foreach (QSslError error in _decision.Unreported)
            Strand.Queue(_signals.PeerVerifyError, new(error), conditional: true);
        Strand.Queue(_signals.SslErrors, new(_decision.Errors), conditional: true);
        BracketQuestions(false);
        return true;
    }

    private void BracketQuestions(bool begins) =>
        Strand.Queue(new QueuedAction(() => _decision.IsAsking = begins), new(), conditional: true);

    private bool Judge()
    {
        Debug.Assert(Strand.IsOwner);
        IReadOnlyList<QSslError> errors = SslHandshakeErrors;
        if (errors.Count == 0 || !PeerVerification.VerifiesPeer(_channel!.Configuration.PeerVerifyMode, Mode) || AreAccepted(errors))
        {
            _channel!.Engine.Accept();
            _decision.IsAccepted = true;
            TraceAccepted(errors);
            _phase = HandshakePhase.Exchanging;
        }
        else if (_decision is { MayPause: true, WasPaused: false })
        {
            _phase = HandshakePhase.Paused;
            Trace?.Say($"The handshake is paused, and waits for a decision about the peer: {errors[0].ErrorString}");
            StartPause();
        }
        else
        {
            RefusePeer(errors[0].ErrorString);
        }
        return true;
    }

    /// <summary>The decision of a pause takes precedence over the lists.</summary>
    private bool AreAccepted(IReadOnlyList<QSslError> errors) =>
        _decision.Approved is { } approved ? errors.All(approved.Contains) : AreIgnored(errors);

    private bool AreIgnored(IReadOnlyList<QSslError> errors) => _ignoreList.Length > 0 ? errors.All(IsIgnored) : _ignoreAll;

    // An error without its own code can mean any problem, so an equal error can be a different problem.
    private bool IsIgnored(QSslError error) => error.Error != SslErrorCode.UnspecifiedError && _ignoreList.Contains(error);

    /// <summary>No handler continued the handshake. As with any failed handshake, the device closes, too.</summary>
    private void RefuseInterrupted(QSslError problem)
    {
        _facts = _facts with { Errors = [problem] };
        RefusePeer($"The TLS handshake with {TargetText} was interrupted because of the peer's certificate: {problem.ErrorString}");
        OpenMode = OpenMode.NotOpen;
        RaiseAboutToClose();
    }

    /// <summary>The single exit for a peer that is not accepted: an alert if the protocol allows one, and the end of the
    /// connection.</summary>
    private void RefusePeer(string reason)
    {
        Debug.Assert(Strand.IsOwner);
        _decision.Dispose();
        _phase = HandshakePhase.Failed;
        _facts = _facts with { Fault = HandshakeFault.PeerRejected };
        if (!_decision.IsRefusedByEngine)
            TraceRefused(SslHandshakeErrors);
        TlsEngine engine = _channel!.Engine;
        if (_decision.IsRefusedByEngine)
        {
            _ = engine.Flush();
        }
        else
        {
            engine.Reject(SslHandshakeErrors[0].Error);
            // Sends the alert and has no other effect.
            _ = engine.Handshake();
        }
        RaiseEngineEvents();
        NoteAlert();
        SetError(QSocketError.SslHandshakeFailedError, reason);
        Output.Clear();
        SetState(SocketState.ClosingState);
        EndConnection(orderly: true);
    }

    private void StartPause()
    {
        // A weak reference, so that an abandoned socket is collected with its timer. Without the timer, a socket that no thread
        // drives would stay paused.
        WeakReference<QSslSocket> self = new(this);
        _decision.Pause(Time, PauseTimeout, () =>
        {
            if (self.TryGetTarget(out QSslSocket? socket))
                socket.Strand.Execute(socket.EndPauseForTime, raise: false);
        });
    }

    private bool GiveUpPause()
    {
        if (!_decision.PauseLimit.HasPassed)
            return false;
        EndPauseForTime();
        return true;
    }

    /// <summary>Timers and deadlines use different clocks. The caller has checked that the time is over.</summary>
    private void EndPauseForTime()
    {
        if (IsPaused)
            RefusePeer($"{SslHandshakeErrors[0].ErrorString} (no decision within {PauseTimeout / 1000.0:0.###} s)");
    }
}
