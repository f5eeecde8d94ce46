using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace QSslCore.Soak;

/// <summary>What the library's tests do with a seed, at length. In its short form the soak leaves it to them.</summary>
internal static partial class SuiteRun
{
    private static readonly TimeSpan s_limit = TimeSpan.FromHours(2);

    /// <param name="isLong">A hundred times as much.</param>
    /// <param name="checks">What was tried.</param>
    public static void Run(bool isLong, Checks checks)
    {
        Console.WriteLine("Tests of the library, at length");
        string wires = isLong ? "1000" : "100", races = isLong ? "500" : "40";
        Add("On the wire", "one of nine mischiefs at one moment of a connection, every backend with every other",
            ["*.HostileWireTests"], "QSSL_WIRE_SEEDS", wires, long.Parse(wires, CultureInfo.InvariantCulture));
        Add("On the wire", "records over-long, empty, of no known type, behind the farewell (forged with the peer's keys)",
            ["*.RecordContractTests", "*.CiphertextFilterTests", "*.EarlyAlertTests"]);
        Add("On the wire", "floods of key updates, tickets, empty records, warnings, renegotiations",
            ["*.FloodContractTests", "*.FloodTests"]);
        Add("On the wire", "every cut, delay and interleaving in a simulated network with a virtual clock (300 seeds a test)",
            ["*.Sockets.StormTests"]);
        Add("On the wire", "hostile answers to the probing of a host", ["*.HostileAnswerTests", "*.HostileServerTests"]);
        Add("Peers and resources", "another thread ends a connection at each of its moments",
            ["*.RaceTests"], "QSSL_RACES", races, long.Parse(races, CultureInfo.InvariantCulture));
        Add("Parsers", "damaged certificates, keys, bundles, sessions, OCSP responses, flights, answers",
            ["*.ParserTests"], "QSSL_SOAK", isLong ? "1" : "0");

        void Add(string section, string what, string[] classes, string variable = "", string value = "", long times = 1) =>
            checks.Row(section, what, RunClasses(classes, variable, value, times));
    }

    private static Tally RunClasses(string[] classes, string variable, string value, long times)
    {
        string program = Path.Combine(AppContext.BaseDirectory.Replace("QSslCore.Soak", "QSslCore.Tests", StringComparison.Ordinal),
            "QSslCore.Tests.dll");
        string report = Path.GetTempFileName();
        ProcessStartInfo start = new("dotnet", ["exec", program, "-noLogo", "-noColor", "-xml", report,
            .. classes.SelectMany(name => new[] { "-class", name })])
        {
            RedirectStandardOutput = true,
        };
        if (variable.Length > 0)
            start.Environment[variable] = value;
        try
        {
            using Process process = Process.Start(start)!;
            Task<string> output = process.StandardOutput.ReadToEndAsync();
            if (!process.WaitForExit(s_limit))
            {
                process.Kill(entireProcessTree: true);
                return new(1, 1, "it did not end");
            }
            return new FileInfo(report).Length > 0 ? Read(XDocument.Load(report), times)
                : new(1, 1, $"no report, code {process.ExitCode}: {output.Result.Trim().Split('\n')[^1]}");
        }
        finally
        {
            File.Delete(report);
        }
    }

    /// <summary>A test counts for as much as it says it tried, else as often as it was asked to try.</summary>
    private static Tally Read(XDocument report, long times)
    {
        Tally all = default;
        int tests = 0;
        foreach (XElement test in report.Descendants("test").Where(t => (string?)t.Attribute("result") is "Pass" or "Fail"))
        {
            Match inputs = Inputs().Match(test.Element("output")?.Value ?? "");
            long tried = inputs.Success ? long.Parse(inputs.Groups[1].Value, CultureInfo.InvariantCulture) : times;
            bool good = (string?)test.Attribute("result") == "Pass";
            tests++;
            all += new Tally(tried, good ? 0 : tried, good ? "" : (string?)test.Attribute("name") ?? "");
        }
        return all.Told($"{tests} tests");
    }

    [GeneratedRegex(@"(\d+) inputs", RegexOptions.CultureInvariant)]
    private static partial Regex Inputs();
}
