using System.Diagnostics;
using System.Globalization;
using QSslCore.Tests.Probing;
using QSslCore.Tests.Robustness;

namespace QSslCore.Soak;

/// <summary>Damaged answers of servers, as a survey of a host reads them: each is read in bounded time, and never by an
/// exception.</summary>
internal static class AnswerRun
{
    /// <summary>Loose, for a machine with much else to do: an input costs a millisecond.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    /// <param name="inputs">How many of each kind.</param>
    /// <param name="seed">Of the first one; each has its own.</param>
    /// <param name="checks">What was looked at.</param>
    public static void Run(int inputs, int seed, Checks checks)
    {
        Console.WriteLine($"{inputs} damaged answers of servers of each kind");
        Run("TLS 1.2", ProbedAnswers.Flights(), ProbedAnswers.ReadFlight, inputs, seed, checks);
        Run("TLS 1.3", ProbedAnswers.ModernFlights(), ProbedAnswers.ReadModernFlight, inputs, seed, checks);
        Run("SSL 2.0", ProbedAnswers.OldAnswers(), ProbedAnswers.ReadOldAnswer, inputs, seed, checks);
    }

    private static void Run(string kind, byte[][] originals, Func<byte[], bool> read, int inputs, int seed, Checks checks)
    {
        int accepted = 0, at = seed;
        string trouble = "";
        TimeSpan slowest = default;
        for (; at < seed + inputs && trouble.Length == 0; at++)
        {
            byte[] data = new Mutator(at).Mutate(originals[at % originals.Length]);
            long start = Stopwatch.GetTimestamp();
            try
            {
                accepted += read(data) ? 1 : 0;
            }
#pragma warning disable CA1031 // Whatever is thrown is what this run looks for.
            catch (Exception e)
#pragma warning restore CA1031
            {
                trouble = $"; seed {at}: {e}";
            }
            TimeSpan taken = Stopwatch.GetElapsedTime(start);
            slowest = taken > slowest ? taken : slowest;
        }
        bool isGood = trouble.Length == 0 && slowest < s_patience && accepted < inputs;
        checks.Row("Inputs", $"damaged answers of servers to a survey, {kind}", new(at - seed, isGood ? 0 : 1, string.Create(
            CultureInfo.InvariantCulture, $"{accepted} still agree, the slowest took {slowest.TotalMilliseconds:0.0} ms{trouble}")));
    }
}
