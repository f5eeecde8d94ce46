using System.Collections.Concurrent;

namespace QSslModule;

/// <summary>Looks at targets that run: their outcomes come from any thread, and leave on that of the pipeline, in order where that is
/// wanted.</summary>
/// <typeparam name="T">What is written of a target.</typeparam>
internal sealed class TargetQueue<T> : IDisposable
{
    private readonly BlockingCollection<(int Position, T[] Items, Exception? Failure)> _done = [];
    private readonly Dictionary<int, T[]> _early = [];
    private int _next;

    /// <summary>How many were begun.</summary>
    public int Started { get; private set; }

    /// <summary>How many outcomes were taken.</summary>
    public int Finished { get; private set; }

    /// <summary>How many run.</summary>
    public int Running => Started - Finished;

    /// <summary>Adds a look that runs. Its outcome comes here, whatever it is: a loss would let the pipeline wait for ever.</summary>
    public void Add(Task<T[]> look) => _ = GatherAsync(look, Started++);

    /// <summary>Takes an outcome; false when none has come within the limit.</summary>
    /// <param name="isOrdered">Whether items wait for those of earlier targets.</param>
    /// <param name="limit">How long to wait.</param>
    /// <param name="items">What can be written now.</param>
    /// <param name="failure">What was thrown instead.</param>
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
            // The pipeline was stopped, and the outcome is of no interest any more.
        }
    }
}
