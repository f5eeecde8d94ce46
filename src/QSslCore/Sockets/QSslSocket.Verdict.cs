using QSslCore.Sockets;
using QSslCore.Tls;

namespace QSslCore;

/// <content>The verdict on the peer.</content>
public partial class QSslSocket
{
    private PeerVerificationResult? _verification;
    private Queue<QSslError>? _interruptions;
    private bool _ignoreAll;
    private QSslError[] _ignoreList = [];
    private Deadline _pauseLimit;
    private ITimer? _pauseTimer;

    /// <summary>The decision was made in a pause: there is no second pause.</summary>
    private bool _decided;

    /// <summary>Handlers are being told what is wrong with the peer.</summary>
    private bool _isAskingAboutPeer;

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

    /// <summary>The peer's certificates are known: raise what is wrong with them; the next step decides.</summary>
    private void MeetPeer()
    {
        PeerVerificationResult result = LookAtPeer(_engine!.Peer);
        _verification = result;
        if (_askedWithinStep)
        {
            (SslHandshakeErrors, _phase) = (result.Errors, HandshakePhase.Judging);
            return;
        }
        _interruptions = _handshakeConfiguration!.HandshakeMustInterruptOnError ? new(_engine!.Peer.ChainErrors) : null;
        _continued = true;
        _phase = HandshakePhase.Interrupted;
        _ = Interrupt();
    }

    private PeerVerificationResult LookAtPeer(TlsPeer peer)
    {
        // What was agreed on so far helps whoever decides.
        SessionProtocol = _engine!.SessionProtocol;
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
            BracketQuestions(true);
            Strand.Queue(_handshakeInterruptedOnError, new(problem), conditional: true);
            BracketQuestions(false);
            return true;
        }
        PeerVerificationResult result = _verification!;
        SslHandshakeErrors = result.Errors;
        _phase = HandshakePhase.Judging;
        if (result.Errors.Count == 0)
            return true;
        BracketQuestions(true);
        // What interrupted the handshake was told already.
        foreach (QSslError error in result.InEmissionOrder.Where(e => _interruptions is null || !_engine!.Peer.ChainErrors.Contains(e)))
            Strand.Queue(_peerVerifyError, new(error), conditional: true);
        Strand.Queue(_sslErrors, new(result.Errors), conditional: true);
        BracketQuestions(false);
        return true;
    }

    private void BracketQuestions(bool begins) =>
        Strand.Queue(new Afterwards(() => _isAskingAboutPeer = begins), new(), conditional: true);

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

    private bool AreIgnored(IReadOnlyList<QSslError> errors) => _ignoreList.Length > 0 ? errors.All(IsIgnored) : _ignoreAll;

    // An error without a code of its own may be any: one that equals it may be another.
    private bool IsIgnored(QSslError error) => error.Error != SslErrorCode.UnspecifiedError && _ignoreList.Contains(error);

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

    /// <summary>The engine has refused the peer already, in the middle of its step.</summary>
    private void EndRefused()
    {
        IReadOnlyList<QSslError> errors = LookAtPeer(_engine!.Peer).Errors;
        SslHandshakeErrors = _refusedProblem is null ? errors : [_refusedProblem];
        HandshakeFault = HandshakeFault.PeerRejected;
        _phase = HandshakePhase.Failed;
        _ = _engine.Flush();
        string problem = SslHandshakeErrors[0].ErrorString;
        EndRejected(_refusedProblem is null
            ? problem
            : $"The TLS handshake with {TargetText} was interrupted because of the peer's certificate: {problem}");
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
