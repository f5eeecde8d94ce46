using System.Collections.Concurrent;
using QSslCore.Probing.Sessions;

namespace QSslCore.Probing.Weaknesses;

/// <summary>What probes of one host share: the way to it, limits, and what one probe measured for several.</summary>
internal sealed class ProbeContext(Func<CancellationToken, Task<IProbeLine>> connect)
{
    private readonly ConcurrentDictionary<string, Lazy<Task>> _measured = new(StringComparer.Ordinal);
    private int _connections;

    /// <summary>The name to ask for; null for an address.</summary>
    public string? ServerName { get; init; }

    /// <summary>How long an answer may take.</summary>
    public TimeSpan AnswerLimit { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How many connections were opened.</summary>
    public int Connections => _connections;

    /// <summary>Opens a connection.</summary>
    public async Task<RecordChannel> OpenAsync(CancellationToken cancellation)
    {
        Interlocked.Increment(ref _connections);
        return new(await connect(cancellation).ConfigureAwait(false), AnswerLimit);
    }

    /// <summary>A hello for this host.</summary>
    public HelloOffer Offer(Func<SessionSuite, bool> suites) =>
        new() { Suites = [.. SessionSuite.All.Where(suites).Select(s => s.Code)], ServerName = ServerName };

    /// <summary>Measures once what several probes look at.</summary>
    public Task<T> MeasureAsync<T>(string name, Func<Task<T>> measure) =>
        (Task<T>)_measured.GetOrAdd(name, _ => new(() => measure())).Value;
}
