using System.Diagnostics;
using QSslCore.Sockets;
using QSslCore.Tls;

namespace QSslCore;

// The handshake.
public partial class QSslSocket
{
    private HandshakePhase _phase;

    /// <summary>The encrypted stream, from the start of the handshake to the end of the connection.</summary>
    private TlsChannel? _channel;

    /// <summary>Waits until the connection is encrypted. Also returns true if it is already encrypted.</summary>
    /// <param name="milliseconds">The maximum time to wait, in milliseconds. The value -1 means no limit.</param>
    /// <returns>False if the handshake failed or was never started, or if the wait times out. A time-out does not close the
    /// connection.</returns>
    /// <exception cref="InvalidOperationException">Another thread is waiting on this socket.</exception>
    [QtMember("QSslSocket::waitForEncrypted")]
    public bool WaitForEncrypted(int milliseconds = 30000) => WaitFor(SocketGoal.Encrypted, milliseconds);

    /// <summary>Why the last handshake failed.</summary>
    internal HandshakeFault HandshakeFault => _facts.Fault;

    // A handler that closes on being told of the peer does not want it to get anything.
    private protected override bool DefersClose =>
        !_decision.IsAsking && _phase is HandshakePhase.Exchanging or HandshakePhase.SearchingRoot
            or HandshakePhase.Interrupted or HandshakePhase.Judging;

    private protected override Func<bool> Until(SocketGoal goal) => goal switch
    {
        SocketGoal.Encrypted => () => IsEncrypted,
        SocketGoal.HasEncrypted => () => _facts.Established is not null,
        SocketGoal.EncryptedOrPaused => () => IsEncrypted || IsPaused,
        SocketGoal.Session => () => _configuration.SessionTicket.Length > 0,
        SocketGoal.Confirmed => () => _facts.Established is { } protocol && (protocol != SslProtocol.TlsV1_3 || HasHeardPeer),
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
        Debug.Assert(Strand.IsOwner);
        Strand.Queue(_signals.ModeChanged, new(role));
        _decision = new();
        _facts = TlsSessionFacts.Begin(role);
        QSslConfiguration configuration = _configuration;
        WarnOfWeakSettings(configuration);
        CancelTransaction();
        // With an automatic start, what is queued was written for the encrypted connection and must never leave plain.
        StartTlsTransport transport = new(Transport!, Time, Input, _autoStart ? null : Output);
        _channel = new(transport, configuration, WrapsHandshake);
        WrapsHandshake = false;
        try
        {
            if (!CheckBackend(out TlsBackend? backend))
            {
                _phase = HandshakePhase.Failed;
                return;
            }
            TraceHandshakeStart(role, backend!, configuration);
            TlsEngineOptions options = new(role, configuration, role == SslMode.SslClientMode ? ServerName() : null)
            {
                Questions = new Questions(this),
                Resumption = role == SslMode.SslClientMode ? FindResumption(backend!, configuration) : null,
            };
            _channel.Engine = backend!.CreateEngine(options, _channel.Transport);
            _phase = HandshakePhase.Exchanging;
        }
        catch (TlsSetupException e)
        {
            // Qt reports both, the specific cause first.
            SetError(QSocketError.SslInvalidUserDataError, e.Message);
            SetError(QSocketError.SslInternalError, $"TLS could not be set up: {e.Message}");
            _facts = _facts with { Fault = e.IsKeyMismatch ? HandshakeFault.KeyMismatch : HandshakeFault.Setup };
            _phase = HandshakePhase.Failed;
            Trace?.HandshakeFailed();
            if (role == SslMode.SslServerMode)
                RefuseHandshake();
        }
    }

    private protected override bool StepConnected()
    {
        if (_phase == HandshakePhase.None)
            return base.StepConnected();
        if (_channel!.BeginStep() is { IsError: true } result)
        {
            Fail(result.Error);
            return true;
        }
        return _phase switch
        {
            HandshakePhase.Exchanging => StepExchange(),
            HandshakePhase.SearchingRoot => StepRootSearch(),
            HandshakePhase.Interrupted => AskNext(),
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
            if (_phase == HandshakePhase.None)
                return base.ConnectedInterest;
            bool wantsWrite = _channel!.WantsWrite, isWritePending = wantsWrite || _channel.HasPendingOutput;
            return _phase switch
            {
                HandshakePhase.Exchanging => Interest.In(Transport!, read: !wantsWrite, write: isWritePending),
                HandshakePhase.Interrupted or HandshakePhase.Judging => Interest.Outside(),
                HandshakePhase.SearchingRoot => Interest.Outside(_rootLimit),
                HandshakePhase.Paused => Interest.Outside(_decision.PauseLimit),
                HandshakePhase.Established => Interest.In(Transport!, read: !IsInputFull,
                    write: isWritePending || (Output.Count > 0 && !_channel.IsRenegotiating)),
                HandshakePhase.PeerFinished => Interest.In(Transport!, read: true, write: isWritePending || Output.Count > 0),
                // TLS could not be set up, and the connection was left open: nothing comes of it any more but its end.
                _ => Interest.In(Transport!, read: true, write: false),
            };
        }
    }

    private bool StepExchange()
    {
        Debug.Assert(Strand.IsOwner);
        TlsEngineStatus status = _channel!.Handshake();
        bool moved = RaiseEngineEvents();
        switch (status)
        {
            case TlsEngineStatus.WantRead or TlsEngineStatus.WantWrite:
                return moved;
            case TlsEngineStatus.NeedsVerdict:
                BeginPeerVerification();
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
                if (_decision.IsRefusedByEngine)
                    EndRefusedWithinStep();
                else
                    FailHandshake(_channel.Engine.Failure?.Reason ?? "unknown reason", QSocketError.SslHandshakeFailedError);
                return true;
        }
    }

    private void Establish()
    {
        Debug.Assert(Strand.IsOwner);
        if (!_decision.IsAccepted)
        {
            // A backend that skipped the verdict must not get a connection through.
            FailHandshake("the TLS backend completed a handshake without a verdict on the peer", QSocketError.SslInternalError);
            return;
        }
        _channel!.EndHandshake();
        TlsEngine engine = _channel.Engine;
        _facts = _facts with
        {
            IsEncrypted = true,
            Established = engine.SessionProtocol,
            Protocol = engine.SessionProtocol,
            Cipher = engine.SessionCipher,
            Negotiated = engine.Facts,
            ApplicationProtocol = engine.ApplicationProtocol,
            NegotiationStatus = (engine.ApplicationProtocol, Mode, _channel.Configuration.AllowedNextProtocols.Length) switch
            {
                (not null, _, _) => NextProtocolNegotiationStatus.Negotiated,
                (null, SslMode.SslServerMode, > 0) => NextProtocolNegotiationStatus.Unsupported,
                _ => NextProtocolNegotiationStatus.None,
            },
        };
        Trace?.HandshakeStop(_facts.Protocol, _facts.Cipher.Name, _facts.Negotiated.Group, _facts.ApplicationProtocol);
        if (_facts.Negotiated.LacksSecureRenegotiation)
            Warn($"QSslSocket: {TargetText} does not support secure renegotiation (RFC 5746), and was let in because "
                + "DisableLegacyRenegotiation is off.");
        _phase = HandshakePhase.Established;
        Strand.Queue(_signals.Encrypted, new(), conditional: true);
        if (IsClosePending)
            BeginClosing();
    }

    private void FailHandshake(string reason, QSocketError error)
    {
        Debug.Assert(Strand.IsOwner);
        TlsEngine engine = _channel!.Engine;
        _phase = HandshakePhase.Failed;
        _facts = _facts with { Fault = FaultOf(engine.Failure, error) };
        if (engine.Failure is { TransportError: not System.Net.Sockets.SocketError.Success } failure)
        {
            (error, string text) = SocketErrors.Describe(failure.TransportError, TargetText, connecting: false);
            reason = $"{text.TrimEnd('.')} during the handshake";
        }
        // The alert that the library made should reach the peer, if it can without waiting.
        _ = engine.Flush();
        RaiseEngineEvents();
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
        if (_channel!.Engine.Failure is { Alert: { } alert } failure)
            _facts = _facts with { Alert = new(alert, failure.AlertIsFromPeer) };
    }
}
