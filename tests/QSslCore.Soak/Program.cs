// Long runs: `./build.sh soak [--quick | --long] [--write] [--seed N]`. Ends with 0 when all was well.
using System.Diagnostics;
using System.Globalization;
using QSslCore.Soak;
using QSslCore.Tests.Support;

if (args is ["child", string what, string count])
{
    int times = int.Parse(count, CultureInfo.InvariantCulture);
    return ChildProgram.Tell(what switch
    {
        "allocation" => AllocationRun.Child(times),
        "exit" => ExitRun.Child(),
        _ => ScarcityRun.Child(what, times),
    });
}

Checks checks = new();
SoakOptions options = new(SoakForm.Normal, 0, Write: false, []);
// Cycles first: what the traffic leaves in pools would hide what they add.
Dictionary<string, Action> parts = new()
{
    ["cycles"] = () => CycleRun.RunAsync(options.Pick(100, 1_000, 1_000), options.Pick(300, 10_000, 100_000), checks)
        .GetAwaiter().GetResult(),
    ["boundaries"] = () => BoundaryRun.Run(options.Pick(307, 1, 1), options.Seed, checks),
    ["storms"] = () => StormRun.Run(options.Pick(60, 4_000, 4_000), checks),
    ["crowd"] = () => CrowdRun.Run(options.Pick(200, 1_000, 1_000), options.Pick(10, 200, 200), checks),
    ["stopped"] = () => StoppedPeerRun.Run(options.Pick(1, 5, 20), checks),
    ["collector"] = () => CollectionRun.Run(options.Pick(1, 200, 2_000), options.Pick(1, 256, 1024) << 16, options.Seed, checks),
    ["scarcity"] = () => ScarcityRun.Run(options.Pick(1, 10, 50), checks),
    ["allocation"] = () => AllocationRun.Run(options.Pick(197, 1, 1), checks),
    ["exits"] = () => ExitRun.Run(options.Pick(3, 50, 500), checks),
    ["answers"] = () => AnswerRun.Run(options.Pick(1_000, 100_000, 1_000_000), options.Seed, checks),
    ["inputs"] = () => InputRun.Run(options.Pick(50, 20_000, 200_000), options.Seed, options.Form != SoakForm.Quick, checks),
    ["exports"] = () => ExportRun.Run(options.Pick(1, 25, 100), options.Seed, checks),
    ["data"] = () =>
    {
        foreach (TrafficStyle style in Enum.GetValues<TrafficStyle>())
            IntegrityRun.RunAsync(style, options.Pick(8, 1024, 1024) << 20, options.Seed, checks).GetAwaiter().GetResult();
    },
    ["suites"] = () => SuiteRun.Run(options.Form == SoakForm.Long, checks),
};
try
{
    options = SoakOptions.Parse(args, parts.Keys);
}
catch (ArgumentException e)
{
    Console.Error.WriteLine($"soak: {e.Message}");
    return 2;
}

Console.WriteLine($"Seed {options.Seed}");
long started = Stopwatch.GetTimestamp();
foreach ((string name, Action run) in parts)
{
    if (!options.Wants(name))
        continue;
    long begun = Stopwatch.GetTimestamp();
    // What ends a part is a loss, and the other parts still run.
    if (Tally.Of(name, run) is { Lost: > 0 } ended)
        checks.Row("Parts", $"the part {name} comes to its end", ended);
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {name}: {Stopwatch.GetElapsedTime(begun).TotalSeconds:0.0} s"));
}
NotTried.Tell(options, checks);
if (options.Write)
{
    ReliabilityPage.Write(checks, options, Stopwatch.GetElapsedTime(started));
    Console.WriteLine("Written to docs/reliability.md.");
}
Console.WriteLine(checks);
if (!checks.AllPassed)
    Console.WriteLine($"Again with the same chance: ./build.sh soak --seed {options.Seed}");
return checks.AllPassed ? 0 : 1;
