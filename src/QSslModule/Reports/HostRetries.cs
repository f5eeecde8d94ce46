using QSslCore;

namespace QSslModule;

/// <summary>Repeats connections, with a delay between them.</summary>
/// <param name="Count">How often to retry a host that was not reached.</param>
/// <param name="Delay">The time to wait before each retry.</param>
internal sealed record HostRetries(int Count, TimeSpan Delay)
{
    /// <summary>Runs a check until the host is reached or all retries are used.</summary>
    /// <param name="check">The check to run.</param>
    /// <param name="cancellationToken">Cancels the check and the delays.</param>
    public async Task<HostCheckResult> RunAsync(HostCheck check, CancellationToken cancellationToken)
    {
        for (int left = Count; ; left--)
        {
            HostCheckResult result = await check.RunAsync(cancellationToken).ConfigureAwait(false);
            if (left == 0 || result.Outcome != HostCheckOutcome.Unreachable)
                return result;
            await Task.Delay(Delay, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Runs a check of all addresses of a name until one of them is reached or all retries are used.</summary>
    /// <param name="check">The check to run.</param>
    /// <param name="cancellationToken">Cancels the check and the delays.</param>
    public async Task<IReadOnlyList<HostCheckResult>> RunAllAddressesAsync(HostCheck check, CancellationToken cancellationToken)
    {
        for (int left = Count; ; left--)
        {
            IReadOnlyList<HostCheckResult> results = await check.RunAllAddressesAsync(cancellationToken).ConfigureAwait(false);
            if (left == 0 || results.Any(result => result.Outcome != HostCheckOutcome.Unreachable))
                return results;
            await Task.Delay(Delay, cancellationToken).ConfigureAwait(false);
        }
    }
}
