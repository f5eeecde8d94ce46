using System.Globalization;
using QSslCore.Fuzz.Targets;
using QSslCore.Tests.Robustness;

namespace QSslCore.Soak;

/// <summary>Readers of hostile input: damaged inputs of the corpus, and what the last <c>./build.sh fuzz</c> of this machine
/// tried.</summary>
internal static class InputRun
{
    /// <summary>Loose, for a machine with much else to do: an input costs a millisecond.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    /// <param name="inputs">How many for each reader.</param>
    /// <param name="seed">Of the first one; each has its own.</param>
    /// <param name="tellsFuzzing">Whether rows tell of the last run under AFL++.</param>
    /// <param name="checks">What was looked at.</param>
    public static void Run(int inputs, int seed, bool tellsFuzzing, Checks checks)
    {
        Console.WriteLine($"{inputs} damaged inputs of the corpus for each reader");
        foreach (FuzzTarget target in FuzzTargets.All)
            checks.Row("Inputs", $"damaged inputs: {target.What}", Damage(target, inputs, seed));
        if (!tellsFuzzing)
            return;
        foreach (FuzzTarget target in FuzzTargets.All)
        {
            if (Fuzzed(target) is { } tally)
                checks.Row("Inputs", $"inputs of AFL++, guided by coverage: {target.What}", tally);
            else
                checks.LeaveOut($"coverage-guided fuzzing: {target.What}", $"./build.sh fuzz {target.Name} has not run on this machine");
        }
    }

    private static Tally Damage(FuzzTarget target, int inputs, int seed)
    {
        byte[][] originals =
            [.. FuzzFiles.Under(Path.Combine(Repository.Root, "tests", "QSslCore.Fuzz", "Corpus", target.Name)).Select(File.ReadAllBytes)];
        Tally tally = default;
        for (int at = seed; at < seed + inputs; at++)
        {
            byte[] input = new Mutator(at).Mutate(originals[at % originals.Length]);
            tally += Tally.Of($"seed {at}", () => target.Run(input, s_patience));
        }
        return tally;
    }

    /// <summary>What was found is read again: a fault that is fixed is none.</summary>
    private static Tally? Fuzzed(FuzzTarget target)
    {
        string found = Path.Combine(Repository.Root, "artifacts", "fuzz", "findings", target.Name, "default");
        string statistics = Path.Combine(found, "fuzzer_stats");
        if (!File.Exists(statistics))
            return null;
        Dictionary<string, string> facts = File.ReadLines(statistics).Select(line => line.Split(':', 2))
            .ToDictionary(parts => parts[0].Trim(), parts => parts[1].Trim());
        Tally tally = new(long.Parse(facts["execs_done"], CultureInfo.InvariantCulture), 0, $"{facts["edges_found"]} branches");
        foreach (string file in FuzzFiles.Under(Path.Combine(found, "crashes")).Concat(FuzzFiles.Under(Path.Combine(found, "hangs"))))
        {
            if (FuzzFiles.Read(target, file, s_patience) is { } fault)
                tally += new Tally(0, 1, fault.Split('\n')[0]);
        }
        return tally;
    }
}
