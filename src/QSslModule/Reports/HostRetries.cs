using QSslCore;

namespace QSslModule;

/// <summary>How connections are repeated and spaced.</summary>
/// <param name="Count">How often a host that was not reached is tried again.</param>
/// <param name="Delay">How long to wait before each try after the first.</param>
internal sealed record HostRetries(int Count, TimeSpan Delay)
{
    /// <summary>Runs a check until the host is reached, or all tries are used up.</summary>
    /// <param name="check">What is run.</param>
    /// <param name="cancellationToken">Ends the waiting, too.</param>
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

    /// <summary>The same for all addresses of a name: it is tried again while none of them is reached.</summary>
    /// <param name="check">What is run.</param>
    /// <param name="cancellationToken">Ends the waiting, too.</param>
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
