namespace QSslBench;

/// <summary>What one row came to.</summary>
/// <param name="Row">The work.</param>
/// <param name="Others">Who did it beside the reference.</param>
internal sealed record RowResult(Row Row, IReadOnlyList<Variant> Others)
{
    private readonly Dictionary<Variant, (Ratios Cpu, Ratios Wall)> _ratios =
        Others.ToDictionary(v => v, _ => (new Ratios(), new Ratios()));

    private readonly List<double> _baseCpu = [];
    private readonly List<double> _baseWall = [];

    public void Add(Variant variant, Slice reference, Slice own, long amount)
    {
        _ratios[variant].Cpu.Add((double)own.Cpu / reference.Cpu);
        _ratios[variant].Wall.Add((double)own.Wall / reference.Wall);
        _baseCpu.Add((double)reference.Cpu / amount);
        _baseWall.Add((double)reference.Wall / amount);
    }

    /// <summary>The most that a process of each ever held, in bytes.</summary>
    public Dictionary<Variant, long> Memory { get; } = [];

    public void NoteMemory(Variant variant, long bytes) => Memory[variant] = Math.Max(bytes, Memory.GetValueOrDefault(variant));

    public Ratios Cpu(Variant variant) => _ratios[variant].Cpu;

    public Ratios Wall(Variant variant) => _ratios[variant].Wall;

    /// <summary>The base's own time for a unit of work.</summary>
    public string Base(bool cpu) => Row.Describe(Statistics.Quantile(cpu ? _baseCpu : _baseWall, 0.5));
}
