namespace QSslCore.Tls;

// The gate: what is known of the verdict, and what a backend's answers are worth.
public abstract partial class TlsEngine
{
    private enum Verdict
    {
        /// <summary>The peer is not known yet.</summary>
        Open,

        /// <summary>The caller was asked and has not answered.</summary>
        Asked,
        Accepted,
        Rejected,
    }

    // A backend's library may read it on a thread of its own.
    private volatile Verdict _verdict;
    private bool _isComplete;
    private bool _isFarewellSaid;
    private bool _isDisposed;

    private void Decide(Verdict verdict)
    {
        if (_verdict != Verdict.Asked)
            throw new InvalidOperationException("No verdict was asked for.");
        _verdict = verdict;
    }

    /// <summary>What the gate makes of a backend's answer.</summary>
    private TlsEngineStatus Check(TlsEngineStatus status)
    {
        if (_gather.IsBroken)
            return Break("gathers what is not a TLS record");
        switch (status)
        {
            case TlsEngineStatus.Failed:
            case TlsEngineStatus.NeedsVerdict when _verdict != Verdict.Asked:
                return CheckEnd(status);
            case TlsEngineStatus.Complete when _verdict != Verdict.Accepted:
                return Break("completed a handshake without a verdict on the peer");
            case TlsEngineStatus.Complete:
                _isComplete = Failure is null;
                break;
            case not TlsEngineStatus.NeedsVerdict when _verdict == Verdict.Asked:
                return Break("continues a handshake that waits for a verdict");
        }
        return Failure is null ? status : CheckEnd(TlsEngineStatus.Failed);
    }

    /// <summary>A failure has a reason, and a client's flight that waits does not outlive it.</summary>
    private TlsEngineStatus CheckEnd(TlsEngineStatus status)
    {
        if (status == TlsEngineStatus.NeedsVerdict)
            return Break("asks for a verdict that was given, or says nothing of the peer");
        if (!IsAccepted)
            _gather.Drop();
        return Fail(new("the TLS library gave no reason"));
    }

    /// <summary>The backend breaks the contract: nothing that it has made leaves.</summary>
    private TlsEngineStatus Break(string what)
    {
        _gather.Shut();
        _verdict = Verdict.Rejected;
        return Fail(new($"the TLS backend {what}"));
    }

    private TlsEngineStatus RefuseData() => Failure is not null
        ? TlsEngineStatus.Failed
        : throw new InvalidOperationException("Data can be moved only after a completed handshake.");
}
