using QSslCore.Sockets;
using QSslCore.Tls;

namespace QSslCore;

/// <content>A verdict that cannot wait: a server's library goes on at once, and then tells the client nothing any more.</content>
public partial class QSslSocket
{
    /// <summary>
    /// Asks the handlers about a peer with errors, with the library's frames on the stack, and says why the peer is refused, if it is: the
    /// client then hears it, with and without handlers. In a pause there is time, so the question is asked afterwards.
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

    /// <summary>The engine has refused the peer already, in the middle of its step.</summary>
    private void EndRefusedWithinStep()
    {
        if (_decision.Interruption is { } problem)
            RefuseInterrupted(problem);
        else
            RefusePeer(SslHandshakeErrors[0].ErrorString);
    }

    /// <summary>
    /// The server cannot make a handshake (it has neither certificate nor pre-shared key, for one): the client hears so at once, and does
    /// not wait for an answer that never comes.
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
