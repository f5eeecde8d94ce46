using QSslCore.Sockets;
using QSslCore.Tls;

namespace QSslCore;

// A verdict that cannot wait, because a server's library continues immediately and then sends no alert to the client.
public partial class QSslSocket
{
    /// <summary>
    /// Calls the handlers for a peer with errors while the library is on the stack, and gives the reason if the peer is refused. The client
    /// then receives an alert, with and without handlers. If the handshake is to pause, the handlers are called afterwards.
    /// </summary>
    private SslErrorCode? RefuseWithinStep(TlsPeer peer)
    {
        _decision.MayPause = PauseMode.HasFlag(PauseModes.PauseOnSslErrors);
        if (_decision.MayPause)
            return null;
        ExaminePeer(peer);
        if (_decision.Errors.Count == 0)
            return null;
        _decision.WasAskedWithinStep = true;
        while (_decision.TryInterrupt(out QSslError problem))
        {
            if (_signals.HandshakeInterruptedOnError.HasSubscribers)
                Strand.RaiseWithinStep(_signals.HandshakeInterruptedOnError, new(problem));
            if (_decision.Interruption is not null)
                return problem.Error;
        }
        _facts = _facts with { Errors = _decision.Errors };
        foreach (QSslError error in _decision.Unreported)
        {
            if (_signals.PeerVerifyError.HasSubscribers)
                Strand.RaiseWithinStep(_signals.PeerVerifyError, new(error));
        }
        if (_signals.SslErrors.HasSubscribers)
            Strand.RaiseWithinStep(_signals.SslErrors, new(_decision.Errors));
        return PeerVerification.VerifiesPeer(_channel!.Configuration.PeerVerifyMode, Mode) && !AreIgnored(_decision.Errors)
            ? _decision.Errors[0].Error
            : null;
    }

    /// <summary>The engine has already refused the peer during its step.</summary>
    private void EndRefusedWithinStep()
    {
        if (_decision.Interruption is { } problem)
            RefuseInterrupted(problem);
        else
            RefusePeer(SslHandshakeErrors[0].ErrorString);
    }

    /// <summary>
    /// The server cannot perform a handshake, for example because it has neither a certificate nor a pre-shared key. The client is told
    /// immediately, so that it does not wait for an answer that never arrives.
    /// </summary>
    private void RefuseHandshake()
    {
        const string Words = "handshake failure";
        // A record of its own, in plain text: version 1.2, and two bytes: fatal, handshake_failure.
        ReadOnlySpan<byte> alert = [0x15, 3, 3, 0, 2, 2, (byte)AlertType.HandshakeFailure];
        if (_channel!.Transport.TryWrite(alert) is { IsError: false, Count: > 0 })
        {
            Trace?.Alert(isFromPeer: false, AlertLevel.Fatal, AlertType.HandshakeFailure);
            Strand.Queue(_signals.AlertSent, new(AlertLevel.Fatal, AlertType.HandshakeFailure, Words));
        }
        // As in Qt, the connection of a socket of the user's stays open; that of a server is dropped, and its client has to hear why.
        if (HandlingServer is not null)
            EndConnection(orderly: true);
    }
}
