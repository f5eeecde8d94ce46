// Long runs: `./build.sh soak [--quick] [--seed N]`. Ends with 0 when all was well.
using QSslCore.Soak;
using QSslCore.Tests.Support;

bool quick = args.Contains("--quick");
int at = Array.IndexOf(args, "--seed");
int seed = at >= 0 && at + 1 < args.Length
    ? int.Parse(args[at + 1], System.Globalization.CultureInfo.InvariantCulture)
    : Random.Shared.Next(1_000_000);
Console.WriteLine($"Seed {seed}");

Checks checks = new();
// First: what the traffic leaves in pools would hide what the cycles add.
await CycleRun.RunAsync(quick ? 200 : 1_000, quick ? 1_000 : 10_000, checks);
AnswerRun.Run(quick ? 2_000 : 100_000, seed, checks);
StormRun.Run(quick ? 300 : 4_000, checks);
CrowdRun.Run(1_000, quick ? 20 : 200, checks);
foreach (TrafficStyle style in Enum.GetValues<TrafficStyle>())
    await IntegrityRun.RunAsync(style, quick ? 64 << 20 : 1 << 30, seed, checks);

Console.WriteLine(checks);
if (!checks.AllPassed)
    Console.WriteLine($"Again with the same chunks: ./build.sh soak --seed {seed}");
return checks.AllPassed ? 0 : 1;
