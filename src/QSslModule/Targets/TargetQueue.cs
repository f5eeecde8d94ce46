using System.Collections.Concurrent;

namespace QSslModule;

/// <summary>Collects the results of targets that are being checked. Results arrive on any thread. They leave on the thread of the pipeline,
/// in order if requested.</summary>
/// <typeparam name="T">The type of the results.</typeparam>
internal sealed class TargetQueue<T> : IDisposable
{
    private readonly BlockingCollection<(int Position, T[] Items, Exception? Failure)> _done = [];
    private readonly Dictionary<int, T[]> _early = [];
    private int _next;

    /// <summary>The number of checks that were started.</summary>
    public int Started { get; private set; }

    /// <summary>The number of results that were taken.</summary>
    public int Finished { get; private set; }

    /// <summary>The number of checks that are still running.</summary>
    public int Running => Started - Finished;

    /// <summary>Adds a running check. Its result always arrives here, even a failure: otherwise the pipeline would wait forever.</summary>
    public void Add(Task<T[]> look) => _ = GatherAsync(look, Started++);

    /// <summary>Takes a result; false if none arrives within the limit.</summary>
    /// <param name="isOrdered">Whether results wait for those of earlier targets.</param>
    /// <param name="limit">The time to wait.</param>
    /// <param name="items">The results that can be written now.</param>
    /// <param name="failure">The exception of the check, or null.</param>
    public bool TryTake(bool isOrdered, TimeSpan limit, out IReadOnlyList<T> items, out Exception? failure)
    {
        (items, failure) = ([], null);
        if (!_done.TryTake(out (int Position, T[] Items, Exception? Failure) outcome, limit))
            return false;
        Finished++;
        failure = outcome.Failure;
        items = isOrdered && failure is null ? InOrder(outcome.Position, outcome.Items) : outcome.Items;
        return true;
    }

    public void Dispose() => _done.Dispose();

    private List<T> InOrder(int position, T[] items)
    {
        List<T> ready = [];
        _early.Add(position, items);
        while (_early.Remove(_next, out T[]? next))
        {
            _next++;
            ready.AddRange(next);
        }
        return ready;
    }

    private async Task GatherAsync(Task<T[]> look, int position)
    {
        T[] items = [];
        Exception? failure = null;
        try
        {
            items = await look.ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Thrown again on the pipeline's thread.
        catch (Exception e)
#pragma warning restore CA1031
        {
            failure = e;
        }
        try
        {
            _done.Add((position, items, failure));
        }
        catch (ObjectDisposedException)
        {
            // The pipeline was stopped, and the result is no longer needed.
        }
    }
}
