namespace QSslCore.Tls;

// The gate: it keeps the state of the verdict, and checks each result of a backend against it.
public abstract partial class TlsEngine
{
    private enum Verdict
    {
        /// <summary>The peer is not known yet.</summary>
        Open,

        /// <summary>The caller was asked and has not answered yet.</summary>
        Asked,
        Accepted,
        Rejected,
    }

    // The library of a backend may read this field on its own thread.
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

    /// <summary>Checks the result of a backend.</summary>
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

    /// <summary>Ensures that a failure has a reason, and drops withheld output if the peer is not accepted.</summary>
    private TlsEngineStatus CheckEnd(TlsEngineStatus status)
    {
        if (status == TlsEngineStatus.NeedsVerdict)
            return Break("asks for a verdict that was given, or says nothing of the peer");
        if (!IsAccepted)
            _gather.Drop();
        return Fail(new("the TLS library gave no reason"));
    }

    /// <summary>The backend violates the contract, so nothing that it has produced is sent.</summary>
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
