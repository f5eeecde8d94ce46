namespace QSslBench.Clients;

/// <summary>How many of them there are, as in <c>bench/native/client.c</c>.</summary>
internal static class Crowd
{
    /// <summary>Hosts that are checked at the same time.</summary>
    public const int InFlight = 50;

    /// <summary>Connections that move data at the same time.</summary>
    public const int Size = 200;

    /// <summary>Does something that often, always so many at the same time.</summary>
    public static Task EachAsync(long count, Func<Task> work) => Task.WhenAll(Enumerable.Range(0, InFlight).Select(_ => Task.Run(async () =>
    {
        while (Interlocked.Decrement(ref count) >= 0)
            await work();
    })));
}
