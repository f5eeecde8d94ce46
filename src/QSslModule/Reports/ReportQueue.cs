using System.Collections.Concurrent;

namespace QSslModule;

/// <summary>Tests that run: their outcomes come from any thread, and leave on that of the pipeline, in order where that is
/// wanted.</summary>
internal sealed class ReportQueue : IDisposable
{
    private readonly BlockingCollection<(int Position, SslHostReport[] Reports, Exception? Failure)> _done = [];
    private readonly Dictionary<int, SslHostReport[]> _early = [];
    private int _next;

    /// <summary>How many were begun.</summary>
    public int Started { get; private set; }

    /// <summary>How many outcomes were taken.</summary>
    public int Finished { get; private set; }

    /// <summary>How many run.</summary>
    public int Running => Started - Finished;

    /// <summary>Adds a test that runs. Its outcome comes here, whatever it is: a loss would let the pipeline wait for ever.</summary>
    public void Add(Task<SslHostReport[]> test) => _ = GatherAsync(test, Started++);

    /// <summary>Adds a test of one report.</summary>
    public void Add(Task<SslHostReport> test) => Add(OnlyAsync(test));

    /// <summary>Takes an outcome; false when none has come within the limit.</summary>
    /// <param name="isOrdered">Whether reports wait for those of earlier tests.</param>
    /// <param name="limit">How long to wait.</param>
    /// <param name="reports">What can be written now.</param>
    /// <param name="failure">What was thrown instead.</param>
    public bool TryTake(bool isOrdered, TimeSpan limit, out IReadOnlyList<SslHostReport> reports, out Exception? failure)
    {
        (reports, failure) = ([], null);
        if (!_done.TryTake(out (int Position, SslHostReport[] Reports, Exception? Failure) outcome, limit))
            return false;
        Finished++;
        failure = outcome.Failure;
        reports = isOrdered && failure is null ? InOrder(outcome.Position, outcome.Reports) : outcome.Reports;
        return true;
    }

    public void Dispose() => _done.Dispose();

    private List<SslHostReport> InOrder(int position, SslHostReport[] reports)
    {
        List<SslHostReport> ready = [];
        _early.Add(position, reports);
        while (_early.Remove(_next, out SslHostReport[]? next))
        {
            _next++;
            ready.AddRange(next);
        }
        return ready;
    }

    private static async Task<SslHostReport[]> OnlyAsync(Task<SslHostReport> test) => [await test.ConfigureAwait(false)];

    private async Task GatherAsync(Task<SslHostReport[]> test, int position)
    {
        SslHostReport[] reports = [];
        Exception? failure = null;
        try
        {
            reports = await test.ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Thrown again on the pipeline's thread.
        catch (Exception e)
#pragma warning restore CA1031
        {
            failure = e;
        }
        try
        {
            _done.Add((position, reports, failure));
        }
        catch (ObjectDisposedException)
        {
            // The pipeline was stopped, and the outcome is of no interest any more.
        }
    }
}
