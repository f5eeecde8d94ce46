using QSslCore.Tls;

namespace QSslCore;

/// <content>A verdict that cannot wait: a server's library goes on at once, and then tells the client nothing any more.</content>
public partial class QSslSocket
{
    /// <summary>Those who listen have been asked about the peer, and are not asked again.</summary>
    private bool _askedWithinStep;

    /// <summary>The problem at which the handshake was interrupted within a step, and not continued.</summary>
    private QSslError? _refusedProblem;

    /// <summary>
    /// Asks those who listen about a peer with errors, with the library's frames on the stack, and says why the peer is refused, if it
    /// is: the client then hears it, whether there are listeners or not. In a pause there is time, so the question is asked afterwards.
    /// </summary>
    private SslErrorCode? RefuseWithinStep(TlsPeer peer)
    {
        if (PauseMode.HasFlag(PauseModes.PauseOnSslErrors))
            return null;
        PeerVerificationResult result = LookAtPeer(peer);
        if (result.Errors.Count == 0)
            return null;
        _askedWithinStep = true;
        bool interrupts = _handshakeConfiguration!.HandshakeMustInterruptOnError;
        foreach (QSslError problem in interrupts ? peer.ChainErrors : [])
        {
            _continued = false;
            if (_handshakeInterruptedOnError.HasSubscribers)
                Strand.RaiseWithinStep(_handshakeInterruptedOnError, new(problem));
            if (_continued)
                continue;
            _refusedProblem = problem;
            return problem.Error;
        }
        SslHandshakeErrors = result.Errors;
        // What interrupted the handshake was told already.
        foreach (QSslError error in result.InEmissionOrder.Where(e => !interrupts || !peer.ChainErrors.Contains(e)))
        {
            if (_peerVerifyError.HasSubscribers)
                Strand.RaiseWithinStep(_peerVerifyError, new(error));
        }
        if (_sslErrors.HasSubscribers)
            Strand.RaiseWithinStep(_sslErrors, new(result.Errors));
        return PeerVerification.VerifiesPeer(_handshakeConfiguration.PeerVerifyMode, Mode) && !AreIgnored(result.Errors)
            ? result.Errors[0].Error
            : null;
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
        ITlsTransport transport = (ITlsTransport?)_packets ?? _engineTransport!;
        if (transport.TryWrite(alert) is { IsError: false, Count: > 0 })
            Strand.Queue(_alertSent, new(AlertLevel.Fatal, AlertType.HandshakeFailure, Words));
        // As Qt has it, the connection of a socket of the user's stays open; that of a server is dropped, and its client has to hear why.
        if (HandlingServer is not null)
            EndConnection(orderly: true);
    }
}
