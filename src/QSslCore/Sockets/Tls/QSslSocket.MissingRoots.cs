using System.Diagnostics;
using QSslCore.Sockets;
using QSslCore.Tls;

namespace QSslCore;

// Roots that the operating system fetches when they are needed.
public partial class QSslSocket
{
    private MissingRootQuery? _rootQuery;
    private Deadline _rootLimit;
    private long _rootSearchBegan;
    private long _rootSearchTotal;

    /// <summary>Asks the operating system for roots; null where it fetches none.</summary>
    internal MissingRoots? MissingRoots { get; set; } = MissingRoots.OfSystem;

    // The system's time is not the peer's: a wait for the handshake does not count it.
    private protected override long MillisecondsOutsideLimits => _rootSearchTotal
        + (_phase == HandshakePhase.SearchingRoot ? (long)Time.GetElapsedTime(_rootSearchBegan).TotalMilliseconds : 0);

    /// <summary>Begins to ask the system where the server's path ends at an unknown issuer, and the system may know it.</summary>
    private bool TryBeginRootSearch(TlsPeer peer)
    {
        Debug.Assert(Strand.IsOwner);
        QSslConfiguration configuration = _channel!.Configuration;
        if (MissingRoots is not { } roots || Mode != SslMode.SslClientMode || configuration.PeerVerifyMode == PeerVerifyMode.VerifyNone
            || peer.Chain.Count == 0 || peer.Chain.Any(c => c.IsNull) || !MissingRoots.IsWanted(configuration, peer.ChainErrors))
            return false;
        Trace?.Say("The issuer of the server's certificate is not among the system's roots; the system is asked whether it trusts the "
            + "chain.");
        (_phase, _rootSearchBegan) = (HandshakePhase.SearchingRoot, Time.GetTimestamp());
        _rootLimit = Deadline.After(Time, MissingRoots.WaitLimit);
        // Weak: an abandoned socket is collected. The next step sees the answer.
        WeakReference<QSslSocket> self = new(this);
        _rootQuery = roots.Ask([.. peer.Chain], configuration.VerificationTime, () =>
        {
            if (self.TryGetTarget(out QSslSocket? socket))
                socket.Strand.Execute(static () => { }, raise: false);
        });
        return true;
    }

    private bool StepRootSearch()
    {
        Debug.Assert(Strand.IsOwner);
        SystemChainAnswer? answer = _rootQuery?.Answer;
        if (answer is null && !_rootLimit.HasPassed)
            return false;
        _rootSearchTotal = MillisecondsOutsideLimits;
        EndRootSearch();
        TlsPeer peer = _channel!.Engine.Peer;
        JudgePeer(MissingRoots.Judge(peer, peer.Chain, _channel.Configuration, SslMode.SslServerMode, answer ?? SystemChainAnswer.TooLate,
            text => Trace?.Say(text)));
        return true;
    }

    private void EndRootSearch()
    {
        _rootQuery?.Dispose();
        _rootQuery = null;
    }
}
