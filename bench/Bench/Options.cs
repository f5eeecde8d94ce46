namespace QSslBench;

/// <summary>What the command line asks for.</summary>
internal sealed class Options
{
    private static readonly string[] s_others = ["idle", "waiting", "waiting-long", "waits", "interrupt", "profiles"];

    /// <summary>How many slices of a row are done.</summary>
    public int Rounds(Row row) => Quick ? Math.Max(2, row.Slices * 3 / 16) : row.Slices;

    /// <summary>How often the processes are started anew for a row; divides the slices.</summary>
    public int Launches => Quick ? 1 : 2;

    /// <summary>CPU time of a client before its figures count: until the runtime has compiled what is hot.</summary>
    public TimeSpan WarmUp => TimeSpan.FromSeconds(Quick ? 0.3 : 3);

    /// <summary>The same of a program that nothing compiles while it runs: its connection and its caches only.</summary>
    public TimeSpan NativeWarmUp => TimeSpan.FromSeconds(Quick ? 0.1 : 0.5);

    public int IdleConnections => Quick ? 200 : 1_000;

    public bool Quick { get; private init; }

    /// <summary>Write the table to docs/performance.md.</summary>
    public bool Write { get; private init; }

    /// <summary>Rows to do; empty for all.</summary>
    public IReadOnlyList<string> Rows { get; private init; } = [];

    /// <exception cref="ArgumentException">An option is unknown.</exception>
    public static Options Parse(string[] arguments)
    {
        bool quick = false, write = false;
        List<string> rows = [];
        foreach (string argument in arguments)
        {
            switch (argument)
            {
                case "--quick":
                    quick = true;
                    break;
                case "--write":
                    write = true;
                    break;
                case not null when Row.Every.Any(r => r.Key == argument) || s_others.Contains(argument):
                    rows.Add(argument);
                    break;
                default:
                    throw new ArgumentException(
                        $"'{argument}' is neither --quick, --write nor one "
                            + $"of: {string.Join(", ", Row.Every.Select(r => r.Key).Concat(s_others))}.");
            }
        }
        return write && (quick || rows.Count > 0)
            ? throw new ArgumentException("--write is for a whole run: not with --quick, and not with single rows.")
            : new() { Quick = quick, Write = write, Rows = rows };
    }

    public bool Wants(string row) => Rows.Count == 0 || Rows.Contains(row);
}
