// Measures ours beside a plain C program and .NET's SslStream: `./build.sh bench`. The same program is the .NET client of
// each comparison (worker) and, where nothing compiles C, the server.
using QSslBench;
using QSslBench.Peers;
using QSslBench.Report;

switch (args)
{
    case ["worker", string key, string port, string rootFile]:
        return Worker.Run(Variant.OfWorker(key), int.Parse(port, System.Globalization.CultureInfo.InvariantCulture), rootFile);
    case ["server", string chainFile, string keyFile]:
        return StandInServer.Run(chainFile, keyFile);
    case ["qssl-server", string chainFile, string keyFile]:
        return QSslBenchServer.Run(chainFile, keyFile);
}

Options options;
try
{
    options = Options.Parse(args);
}
catch (ArgumentException e)
{
    Console.Error.WriteLine($"bench: {e.Message}");
    return 2;
}

Participants participants = new();
Findings findings = new(participants, options);
if (participants.NoC.Length > 0)
    findings.LeftOut.Add($"plain C, as client and as server (SslStream stands in): {participants.NoC}");

foreach (Row row in Row.All.Where(r => options.Wants(r.Key)))
{
    Console.WriteLine($"{row.Title} …");
    findings.Rows.Add(Comparison.Run(participants, options, row));
}
BackendCosts.Measure(participants, options, findings);
CrowdCosts.Measure(participants, options, findings);
ServerCosts.Measure(participants, options, findings);
if (options.Wants("waiting") || options.Wants("waiting-long"))
    WaitingCrowd.Measure(participants, options, findings);
if (options.Wants("idle"))
{
    Console.WriteLine("idle connections …");
    foreach ((Variant variant, double bytes) in Comparison.HoldIdle(participants, options.IdleConnections, findings.LeftOut))
        findings.Idle[variant] = bytes;
}
Console.WriteLine($"\n{PerformancePage.Facts(findings)}");
if (findings.Rows.Count > 0)
{
    Console.WriteLine($"\nCPU time, ratios to {participants.Base.Title}: median (quartiles)\n\n{Tables.OfRatios(findings, cpu: true)}");
    Console.WriteLine($"Wall time\n\n{Tables.OfRatios(findings, cpu: false)}");
    Console.WriteLine($"Aims\n\n{Tables.OfAims(findings)}");
}
else if (findings.Idle.Count > 0)
{
    Console.WriteLine($"\n{Tables.OfRatios(findings, cpu: true)}");
}
if (findings.Backends.Count > 0)
    Console.WriteLine($"Backends, CPU time, ratios to {BackendCosts.Reference.Title}\n\n{Tables.OfBackends(findings, cpu: true)}\nWall "
        + $"time\n\n{Tables.OfBackends(findings, cpu: false)}");
if (findings.Crowds.Count > 0)
    Console.WriteLine($"Crowds\n\n{CrowdTables.OfCosts(findings.Crowds, "CPU of the client")}");
if (findings.Servers.Count > 0)
    Console.WriteLine($"Servers\n\n{CrowdTables.OfCosts(findings.Servers, "CPU of the server")}");
if (findings.Waiting.Count > 0)
    Console.WriteLine($"Clients that wait, then all ask at once\n\n{CrowdTables.OfWaiting(findings)}");
if (options.Wants("waits"))
{
    findings.Waits.AddRange(Lateness.Measure(options.Quick ? 25 : 200));
    Console.WriteLine($"How late a wait returns after its limit\n\n{Tables.OfTimes(findings.Waits, Tables.LateLimit)}");
}
if (options.Wants("interrupt"))
{
    findings.Interrupts.AddRange(Interrupts.Measure(options.Quick ? 3 : 25, out string reason));
    if (reason.Length > 0)
        findings.LeftOut.Add($"Ctrl+C in a cmdlet that waits: {reason}");
    if (findings.Interrupts.Count > 0)
        Console.WriteLine($"How long Ctrl+C takes in a cmdlet that waits\n\n{Tables.OfTimes(findings.Interrupts, Tables.InterruptLimit)}");
}
if (options.Wants("profiles"))
{
    Console.WriteLine("profiles of hosts …");
    findings.Profiles.AddRange(Profiles.Measure(options.Quick, findings.LeftOut));
    Console.WriteLine($"What a profile of a host costs\n\n{Tables.Format(findings.Profiles)}");
}
if (findings.LeftOut.Count > 0)
    Console.WriteLine($"Left out:\n{string.Concat(findings.LeftOut.Select(l => $"  - {l}\n"))}");
if (options.Write)
{
    PerformancePage.Write(findings);
    Console.WriteLine("Written to docs/performance.md.");
}
return 0;
