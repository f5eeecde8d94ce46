using QSslCore.Probing.Sessions;
using QSslCore.Probing.Weaknesses;

namespace QSslCore.Tests.Probing.Weaknesses;

/// <summary>Each weakness on a model server that has it, and on one that has it not.</summary>
public sealed class WeaknessProbeTests(ITestOutputHelper output)
{
    private static readonly ServerFlaws s_cbc = ServerFlaws.None with { Suites = [0xC013, 0x002F] };

    private static readonly Case[] s_cases =
    [
        new("Heartbleed", () => new HeartbleedProbe(), ServerFlaws.None with { Heartbeat = true },
            ServerFlaws.None with { Heartbeat = true, Heartbleed = true }, WeaknessCertainty.Proved),
        new("Heartbleed without heartbeat", () => new HeartbleedProbe(), ServerFlaws.None,
            ServerFlaws.None with { Heartbeat = true, Heartbleed = true, MaxVersion = 0x0301 }, WeaknessCertainty.Proved),
        new("CcsInjection", () => new CcsInjectionProbe(), ServerFlaws.None, ServerFlaws.None with { CcsInjection = true },
            WeaknessCertainty.Proved),
        new("CcsInjection with CBC", () => new CcsInjectionProbe(), s_cbc, s_cbc with { CcsInjection = true, MaxVersion = 0x0301 },
            WeaknessCertainty.Proved),
        new("Ticketbleed", () => new TicketbleedProbe(), ServerFlaws.None with { Tickets = true },
            ServerFlaws.None with { Tickets = true, Ticketbleed = true }, WeaknessCertainty.Proved),
        new("Ticketbleed without tickets", () => new TicketbleedProbe(), ServerFlaws.None,
            ServerFlaws.None with { Tickets = true, Ticketbleed = true, MaxVersion = 0x0302 }, WeaknessCertainty.Proved),
        new("Robot strong", () => new RobotProbe(), ServerFlaws.None, ServerFlaws.None with { Robot = RobotOracle.Strong },
            WeaknessCertainty.Proved),
        new("Robot weak", () => new RobotProbe(), ServerFlaws.None with { MaxVersion = 0x0301 },
            ServerFlaws.None with { Robot = RobotOracle.Weak, MaxVersion = 0x0301 }, WeaknessCertainty.Proved),
        new("Robot by the end", () => new RobotProbe(), ServerFlaws.None with { HidesAlerts = true },
            ServerFlaws.None with { Robot = RobotOracle.ShortFlow }, WeaknessCertainty.Proved),
        new("Robot without RSA", () => new RobotProbe(), ServerFlaws.None with { Suites = [0xC02F] },
            ServerFlaws.None with { Robot = RobotOracle.Strong, MaxVersion = 0x0302 }, WeaknessCertainty.Proved),
        new("InsecureRenegotiation", () => new InsecureRenegotiationProbe(), ServerFlaws.None,
            ServerFlaws.None with { LacksRenegotiationInfo = true, Renegotiates = true }, WeaknessCertainty.Proved),
        new("InsecureRenegotiation, refused", () => new InsecureRenegotiationProbe(), ServerFlaws.None with { Renegotiates = true },
            ServerFlaws.None with { LacksRenegotiationInfo = true }, WeaknessCertainty.Likely),
        new("ClientRenegotiation", () => new ClientRenegotiationProbe(), ServerFlaws.None,
            ServerFlaws.None with { Renegotiates = true }, WeaknessCertainty.Proved),
        new("PoodleTls", () => new PoodleTlsProbe(), s_cbc, s_cbc with { IgnoresPadding = true }, WeaknessCertainty.Proved),
        new("PoodleTls without CBC", () => new PoodleTlsProbe(), ServerFlaws.None with { Suites = [0xC02F] },
            s_cbc with { IgnoresPadding = true, MaxVersion = 0x0302 }, WeaknessCertainty.Proved),
        new("ZombiePoodle", () => PaddingOracleProbe.All[0], s_cbc, s_cbc with { Zombie = true }, WeaknessCertainty.Proved),
        new("ZombiePoodle beside the other", () => PaddingOracleProbe.All[0], s_cbc with { GoldenDoodle = true },
            s_cbc with { Zombie = true, MaxVersion = 0x0302 }, WeaknessCertainty.Proved),
        new("GoldenDoodle", () => PaddingOracleProbe.All[1], s_cbc with { Zombie = true }, s_cbc with { GoldenDoodle = true },
            WeaknessCertainty.Proved),
        new("ZeroLength", () => PaddingOracleProbe.All[2], s_cbc with { GoldenDoodle = true, Zombie = true },
            s_cbc with { ZeroLength = true }, WeaknessCertainty.Proved),
        new("InvalidCurve", () => new InvalidCurveProbe(), ServerFlaws.None, ServerFlaws.None with { AcceptsInvalidPoints = true },
            WeaknessCertainty.Proved),
        new("InvalidCurve with even keys", () => new InvalidCurveProbe(), s_cbc,
            s_cbc with { AcceptsInvalidPoints = true, HasEvenKeys = true }, WeaknessCertainty.Likely),
        new("InvalidCurve with even keys, in the words of TLS 1.0", () => new InvalidCurveProbe(), s_cbc with { WrongKeysAlert = 21 },
            s_cbc with { AcceptsInvalidPoints = true, HasEvenKeys = true, WrongKeysAlert = 21 }, WeaknessCertainty.Likely),
        new("DhReuse", () => KeyReuseProbe.All[0], ServerFlaws.None, ServerFlaws.None with { ReusesDh = true }, WeaknessCertainty.Proved),
        new("EcdhReuse", () => KeyReuseProbe.All[1], ServerFlaws.None with { ReusesDh = true },
            ServerFlaws.None with { ReusesEcdh = true }, WeaknessCertainty.Proved),
        new("Raccoon", () => KeyReuseProbe.All[2], ServerFlaws.None, ServerFlaws.None with { ReusesDh = true }, WeaknessCertainty.Likely),
    ];

    public static TheoryData<string> Cases => [.. s_cases.Select(c => c.Name)];

    /// <summary>A server that says the same to all that is wrong does not tell whether it has looked at the point.</summary>
    [Fact]
    public async Task One_alert_for_all_leaves_the_invalid_curve_unknown()
    {
        WeaknessFinding found = await RunAsync(
            s_cbc with { AcceptsInvalidPoints = true, HasEvenKeys = true, WrongKeysAlert = 40 }, new InvalidCurveProbe());
        Assert.Equal(WeaknessStatus.Unknown, found.Status);
    }

    [Theory, MemberData(nameof(Cases))]
    public async Task A_server_with_the_weakness_is_told_from_one_without(string name)
    {
        (_, Func<WeaknessProbe> probe, ServerFlaws good, ServerFlaws bad, WeaknessCertainty certainty) =
            s_cases.Single(c => c.Name == name);
        WeaknessFinding sound = await RunAsync(good, probe()), flawed = await RunAsync(bad, probe());
        Assert.Equal(WeaknessStatus.NotVulnerable, sound.Status);
        Assert.Equal(WeaknessStatus.Vulnerable, flawed.Status);
        Assert.Equal(certainty, flawed.Certainty);
        Assert.All([sound, flawed], f => Assert.True(f.Sent.Length > 0 && f.Received.Length > 0));
    }

    [Theory, MemberData(nameof(Cases))]
    public async Task A_server_that_does_not_answer_is_unknown(string name)
    {
        Func<WeaknessProbe> probe = s_cases.Single(c => c.Name == name).Probe;
        WeaknessFinding finding = await RunAsync(ServerFlaws.None with { IsSilent = true }, probe(), limit: 50);
        Assert.Equal(WeaknessStatus.Unknown, finding.Status);
        Assert.Contains("no answer", finding.Received, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Both_kinds_of_a_ROBOT_oracle_are_told_apart_by_few_connections()
    {
        using FlawedServer strong = new(ServerFlaws.None with { Robot = RobotOracle.Strong });
        using FlawedServer weak = new(ServerFlaws.None with { Robot = RobotOracle.Weak });
        WeaknessFinding one = await new RobotProbe().RunAsync(strong.Context(), default);
        WeaknessFinding other = await new RobotProbe().RunAsync(weak.Context(), default);
        Assert.StartsWith("a strong oracle", one.Received, StringComparison.Ordinal);
        Assert.StartsWith("a weak oracle", other.Received, StringComparison.Ordinal);
        Assert.Equal(10, strong.Accepted);
    }

    private async Task<WeaknessFinding> RunAsync(ServerFlaws flaws, WeaknessProbe probe, int limit = 10_000)
    {
        using FlawedServer server = new(flaws);
        WeaknessFinding finding = await probe.RunAsync(server.Context(limit), CancellationToken.None);
        output.WriteLine($"{finding} [{server.Accepted} connections]");
        return finding;
    }

    private sealed record Case(
        string Name, Func<WeaknessProbe> Probe, ServerFlaws Good, ServerFlaws Bad, WeaknessCertainty Certainty);
}
