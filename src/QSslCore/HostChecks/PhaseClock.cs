using System.Diagnostics;

namespace QSslCore;

/// <summary>Measures the phases of a check.</summary>
internal sealed class PhaseClock
{
    private readonly Stopwatch _watch = new();
    private TimeSpan _phaseStart;

    public TimeSpan Elapsed => _watch.Elapsed;

    public TimeSpan? Lookup { get; set; }

    public TimeSpan? Connect { get; set; }

    public TimeSpan? StartTls { get; set; }

    public TimeSpan? Handshake { get; set; }

    public TimeSpan? Revocation { get; set; }

    public void Start() => _watch.Start();

    /// <summary>Ends a phase and starts the next one.</summary>
    public TimeSpan Phase()
    {
        TimeSpan now = _watch.Elapsed;
        TimeSpan phase = now - _phaseStart;
        _phaseStart = now;
        return phase;
    }

    public HostCheckTimings Read(TimeSpan total) => new()
    {
        Lookup = Lookup,
        Connect = Connect,
        StartTls = StartTls,
        Handshake = Handshake,
        Revocation = Revocation,
        Total = total,
    };
}
