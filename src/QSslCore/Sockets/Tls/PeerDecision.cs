namespace QSslCore.Sockets;

/// <summary>
/// The decision about the peer of one handshake: what is wrong with it, which questions were asked, and what was answered. Each handshake
/// has one of its own. Used by the strand's owner only.
/// </summary>
internal sealed class PeerDecision : IDisposable
{
    private readonly Queue<QSslError> _interruptions = new();
    private IReadOnlyList<QSslError> _interrupting = [];
    private PeerVerificationResult? _result;
    private ITimer? _timer;

    /// <summary>The handshake may wait for the answer. Read once, so that a change in the middle of a handshake does not split
    /// it.</summary>
    public bool MayPause { get; set; }

    /// <summary>There was a pause. A handshake has at most one.</summary>
    public bool WasPaused { get; private set; }

    /// <summary>When the pause ends without an answer.</summary>
    public Deadline PauseLimit { get; private set; }

    /// <summary>The errors that were accepted in the pause; null if the socket's own lists decide.</summary>
    public IReadOnlyCollection<QSslError>? Approved { get; set; }

    /// <summary>Handlers are being called.</summary>
    public bool IsAsking { get; set; }

    /// <summary>The questions were asked in the middle of a step of the engine, and are not asked again.</summary>
    public bool WasAskedWithinStep { get; set; }

    /// <summary>The engine has refused the peer by itself, after the questions within its step.</summary>
    public bool IsRefusedByEngine { get; set; }

    public bool IsAccepted { get; set; }

    /// <summary>The problem that interrupts the handshake, until <see cref="Continue"/>.</summary>
    public QSslError? Interruption { get; private set; }

    /// <summary>All errors of the peer.</summary>
    public IReadOnlyList<QSslError> Errors => _result?.Errors ?? [];

    /// <summary>The errors that no interruption has reported yet, in the order of reporting.</summary>
    public IEnumerable<QSslError> Unreported => _result?.InEmissionOrder.Where(error => !_interrupting.Contains(error)) ?? [];

    /// <summary>The peer is known.</summary>
    /// <param name="result">The result of the verification.</param>
    /// <param name="interrupting">The errors that interrupt the handshake one by one.</param>
    public void Begin(PeerVerificationResult result, IReadOnlyList<QSslError> interrupting)
    {
        _result = result;
        _interrupting = interrupting;
        _interruptions.Clear();
        foreach (QSslError error in interrupting)
            _interruptions.Enqueue(error);
    }

    /// <summary>Interrupts the handshake for the next problem. Returns false if none is left.</summary>
    public bool TryInterrupt(out QSslError problem)
    {
        bool isThere = _interruptions.TryDequeue(out QSslError? next);
        problem = next!;
        Interruption = next;
        return isThere;
    }

    /// <summary>Continues the handshake after an interruption. This does not accept the problem.</summary>
    public void Continue() => Interruption = null;

    /// <summary>Waits for an answer.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="milliseconds">The maximum time, or -1 for no limit.</param>
    /// <param name="onTimeout">Called on a timer thread after that time. It must not hold a strong reference to the socket.</param>
    public void Pause(TimeProvider time, int milliseconds, Action onTimeout)
    {
        WasPaused = true;
        PauseLimit = Deadline.After(time, milliseconds);
        if (milliseconds >= 0)
        {
            _timer = time.CreateTimer(static action => ((Action)action!)(), onTimeout, TimeSpan.FromMilliseconds(milliseconds),
                Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>The pause is over.</summary>
    public void Dispose() => _timer?.Dispose();
}
