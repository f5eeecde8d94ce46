using System.Diagnostics;
using QSslCore.Sockets;
using QSslCore.Tls;

namespace QSslCore;

// Roots that the operating system fetches when they are needed.
public partial class QSslSocket
{
    /// <summary>The system's own limit is below this one.</summary>
    private const int RootSearchLimit = 15_000;

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
        if (MissingRoots is not { } roots || Mode != SslMode.SslClientMode || !configuration.FetchesMissingRoots
            || !configuration.LoadsRootsOnDemand || configuration.PeerVerifyMode == PeerVerifyMode.VerifyNone
            || peer.Chain.Count == 0 || peer.Chain.Any(c => c.IsNull) || !MissingRoots.MayBeMissing(peer.ChainErrors))
            return false;
        Trace?.Say("The issuer of the server's certificate is not among the system's roots; the system is asked whether it trusts the "
            + "chain.");
        (_phase, _rootSearchBegan) = (HandshakePhase.SearchingRoot, Time.GetTimestamp());
        _rootLimit = Deadline.After(Time, RootSearchLimit);
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
        JudgePeer(Verify(_channel!.Engine.Peer, answer ?? new(null, "it did not answer in time")));
        return true;
    }

    /// <summary>The system's word is for the root alone. The path to it is verified here, by the same rules as any other.</summary>
    private TlsPeer Verify(TlsPeer peer, SystemChainAnswer answer)
    {
        if (answer.Root is not { IsNull: false } root)
        {
            Trace?.Say($"The system does not trust the chain: {VisibleText.Of(answer.Words)}.");
            return peer;
        }
        QSslConfiguration configuration = _channel!.Configuration.Copy();
        configuration.CaCertificates = [.. configuration.CaCertificates, root];
        TlsPeer again = TlsBackendRegistry.Find(configuration.Backend)!.VerifyChain(peer.Chain, configuration, SslMode.SslServerMode);
        bool leadsThere = !MissingRoots.MayBeMissing(again.ChainErrors);
        Trace?.Say(leadsThere
            ? $"The system trusts the chain by the root {root.VisibleName}; the path to it is verified again."
            : $"The system trusts the chain by the root {root.VisibleName}, and what the server sent does not lead to it.");
        return leadsThere ? peer with { VerifiedChain = again.VerifiedChain, ChainErrors = again.ChainErrors } : peer;
    }

    private void EndRootSearch()
    {
        _rootQuery?.Dispose();
        _rootQuery = null;
    }
}
