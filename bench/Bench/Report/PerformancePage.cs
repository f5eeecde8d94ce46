using System.Globalization;
using System.Runtime.InteropServices;
using QSslCore;

namespace QSslBench.Report;

/// <summary>docs/performance.md.</summary>
internal static class PerformancePage
{
    public static string File => Path.Combine(Repository.Root, "docs", "performance.md");

    public static void Write(Findings findings)
    {
        string plain = findings.Participants.Base.Title;
        string reference = BackendCosts.Reference.Title;
        string tolerance = Tables.Tolerance.ToString(CultureInfo.InvariantCulture);
        string leftOut = findings.LeftOut.Count == 0 ? "" : $"## Left out\n\n{string.Concat(findings.LeftOut.Select(l => $"- {l}\n"))}\n";
        string backends = findings.Backends.Count == 0 ? "" : $"""
            ## Backends

            The same client, "waits", over each backend; each offers what it offers by default, so `bouncycastle` makes a key share for
            X25519MLKEM768, too. Ratios to {reference}; the column {reference} has its own figures. CPU time of the client:

            {Tables.OfBackends(findings, cpu: true)}
            Wall time:

            {Tables.OfBackends(findings, cpu: false)}

            """;
        string crowds = findings.Crowds.Count == 0 ? "" : $"""
            ## Crowds

            Ratios to plain C, which uses a thread for each connection in flight; ours and SslStream await. Hosts are checked with
            `HostCheck`, which `Test-SslHost` is built on: connect, verify, close. The resumed handshake has the server's ticket.

            {CrowdTables.OfCosts(findings.Crowds, "CPU of the client")}
            {CrowdTables.OfRemedies(findings.Crowds)}

            """;
        string servers = findings.Servers.Count == 0 ? "" : $"""
            ## Servers

            The client is plain C, and the CPU time is the server's. Plain C and SslStream have a thread for each connection, `QSslServer`
            does all in handlers on its event loop.

            {CrowdTables.OfCosts(findings.Servers, "CPU of the server")}
            {CrowdTables.OfRemedies(findings.Servers)}

            """;
        string waiting = findings.Waiting.Count == 0 ? "" : $"""
            Clients of `QSslServer` that are connected and idle; then all of them ask at once. A tenth are hostile: silent, cut, garbage,
            half a question, or a flood that reads no answer. The clients share this machine.

            {CrowdTables.OfWaiting(findings)}

            """;
        string waits = findings.Waits.Count == 0
            ? ""
            : $"## Punctuality\n\nHow late a wait returns after its limit:\n\n{Tables.OfTimes(findings.Waits, Tables.LateLimit)}\n";
        string interrupts = findings.Interrupts.Count == 0
            ? ""
            : $"How long Ctrl+C takes in a cmdlet that waits:\n\n{Tables.OfTimes(findings.Interrupts, Tables.InterruptLimit)}\n";
        string profiles = findings.Profiles.Count < 2 ? "" : $"{ProfilesHead}\n{Tables.Format(findings.Profiles)}\n";
        System.IO.File.WriteAllText(File,
            $"""
            # Performance

            Written by `./build.sh bench --write`; figures of one machine on one day. Measure on yours with `./build.sh bench`.

            {Facts(findings)}

            Clients on loopback against one server, a plain C program on OpenSSL: TLS 1.3, an ECDSA P-256 certificate behind an
            intermediate, `TLS_AES_256_GCM_SHA384`, full handshakes only, the chain and the name verified by every client. Each client is
            a process that has warmed up; it does the work in {findings.Rows[0].Row.Slices} slices, each beside one of {plain}, in a process
            that belongs to this client and rests as long as it between two slices. The order changes, and all are started
            {findings.Options.Launches} times, as one may be lucky in where its memory lies. A cell is the median of the pair ratios to
            {plain}, with the quartiles in brackets: 1 costs as much, less is better. The column {plain} has its own figures.

            "waits" calls `WaitFor…` on its own thread, "events" does all in handlers on the event loop, "async" awaits. Plain C makes
            blocking calls with the library's defaults and 64 KiB buffers; SslStream is .NET's, on a NetworkStream.

            ## CPU time of the client

            {Tables.OfRatios(findings, cpu: true)}
            ## Wall time

            {Tables.OfRatios(findings, cpu: false)}
            ## Aims

            CPU time decides; an aim to plain C counts as met up to {tolerance} above it. Waits are held against SslStream's
            blocking calls, events and async against its awaited ones.

            {Tables.OfAims(findings)}
            {backends}{crowds}{servers}{waiting}{waits}{interrupts}{profiles}{leftOut}
            """.ReplaceLineEndings("\n").TrimEnd('\n') + "\n" + StartUp());
    }

    /// <summary>The figures that bench/Measure-Start.ps1 has written: another run, another day.</summary>
    private static string StartUp()
    {
        string text = System.IO.File.Exists(File) ? System.IO.File.ReadAllText(File) : "";
        int start = text.IndexOf("\n## Start-up\n", StringComparison.Ordinal);
        return start < 0 ? "" : text[start..];
    }

    private const string ProfilesHead =
        """
        ## Profiles of hosts

        `HostSurvey` (`Get-SslHostProfile`) with all sections on loopback, medians of 9 runs in a process that has warmed up, beside one run
        of sslscan and of testssl.sh on the same server. "With 50 ms" is through a relay that delays each answer. Aims: below 300 ms and 150
        connections; below 4 s with 50 ms; 200 hosts below 60 s and 300 MB. The openssl program serves one client at a time, so 50 ms a
        connection are a sum there: no order of questions brings it below 4 s. At the hello within a session that a profile ends with, it
        sleeps for a second; each run begins when the server serves again.

        """;

    public static string Facts(Findings findings)
    {
        string date = DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        string machine = $"{Environment.ProcessorCount} {RuntimeInformation.ProcessArchitecture} cores{Load()}";
        string compiler = findings.Participants.NoC.Length == 0 ? "; C compiled by cc -O2" : "";
        return $"{date}; {machine}; {RuntimeInformation.OSDescription}; {QSslSocket.SslLibraryVersionString}; "
            + $"{RuntimeInformation.FrameworkDescription}{compiler}.";
    }

    // Others' work is the noise of all figures.
    private static string Load()
    {
        const string Source = "/proc/loadavg";
        return System.IO.File.Exists(Source) ? $", load average {System.IO.File.ReadAllText(Source).Split(' ')[0]} when it ended" : "";
    }
}
