using System.Collections.Concurrent;

namespace QSslModule;

/// <summary>Limits how many tests of one host run at the same time.</summary>
internal sealed class PerHostLimit
{
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _hosts = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Begins when it is the host's turn.</summary>
    /// <typeparam name="T">What a test gives.</typeparam>
    /// <param name="host">Its name.</param>
    /// <param name="limit">How many may run.</param>
    /// <param name="test">Begins a test.</param>
    /// <param name="stop">Ends the waiting.</param>
    public async Task<T> RunAsync<T>(string host, int limit, Func<Task<T>> test, CancellationToken stop)
    {
        SemaphoreSlim turns = _hosts.GetOrAdd(host, static (_, count) => new(count), limit);
        await turns.WaitAsync(stop).ConfigureAwait(false);
        try
        {
            return await test().ConfigureAwait(false);
        }
        finally
        {
            turns.Release();
        }
    }
}
