namespace QSslBench;

/// <summary>Everything that a run found.</summary>
internal sealed class Findings(Participants participants, Options options)
{
    public Participants Participants => participants;

    public Options Options => options;

    public List<RowResult> Rows { get; } = [];

    /// <summary>What the backends cost beside the first of them.</summary>
    public List<RowResult> Backends { get; } = [];

    /// <summary>Many connections at the same time.</summary>
    public List<RowResult> Crowds { get; } = [];

    /// <summary>What servers cost.</summary>
    public List<RowResult> Servers { get; } = [];

    /// <summary>A server whose clients wait, and then ask all at once.</summary>
    public List<WaitingCrowd> Waiting { get; } = [];

    /// <summary>What idle connections hold, each, in bytes.</summary>
    public Dictionary<Variant, double> Idle { get; } = [];

    /// <summary>How late waits return after their limit, in milliseconds.</summary>
    public List<(string Name, IReadOnlyList<double> Milliseconds)> Waits { get; } = [];

    /// <summary>How long Ctrl+C takes, in milliseconds.</summary>
    public List<(string Name, IReadOnlyList<double> Milliseconds)> Interrupts { get; } = [];

    /// <summary>What profiles of hosts cost: lines of cells, the heading first; empty where they were not measured.</summary>
    public List<string[]> Profiles { get; } = [];

    /// <summary>What was not measured, and why.</summary>
    public List<string> LeftOut { get; } = [];
}
