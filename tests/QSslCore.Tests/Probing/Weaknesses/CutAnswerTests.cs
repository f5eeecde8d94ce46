namespace QSslCore.Tests.Probing.Weaknesses;

/// <summary>A host with many weaknesses behind a device that cuts its answers or its connections off: none of the weaknesses may be told
/// as absent, no version as refused, and no list as whole.</summary>
public sealed class CutAnswerTests(ITestOutputHelper output)
{
    private static readonly ServerFlaws s_flawed = new()
    {
        Suites = [0xC013, 0x002F, 0x0033, 0x000A], Heartbeat = true, Heartbleed = true, CcsInjection = true, Tickets = true,
        Ticketbleed = true, Robot = RobotOracle.Strong, Renegotiates = true, LacksRenegotiationInfo = true, Zombie = true,
        GoldenDoodle = true, ReusesDh = true, ReusesEcdh = true, AcceptsInvalidPoints = true, LacksFallbackScsv = true,
        LacksExtendedMasterSecret = true, Compresses = true,
    };

    /// <summary>How much of each connection passes, and from which connection on; and how it ends.</summary>
    public static TheoryData<int, bool, bool, int> Cuts
    {
        get
        {
            TheoryData<int, bool, bool, int> cuts = [];
            foreach (int records in Enumerable.Range(0, 6))
            {
                foreach (bool hasHalf in (bool[])[false, true])
                {
                    cuts.Add(records, hasHalf, false, 0);
                    cuts.Add(records, hasHalf, true, 0);
                }
            }
            // As rate limiters do.
            foreach (int good in (int[])[5, 12, 25, 40, 60, 80, 100])
            {
                cuts.Add(0, false, false, good);
                cuts.Add(0, false, true, good);
                cuts.Add(1, false, true, good);
                cuts.Add(2, false, false, good);
            }
            return cuts;
        }
    }

    [Theory, MemberData(nameof(Cuts))]
    public async Task A_weakness_is_never_told_as_absent(int records, bool hasHalf, bool isReset, int good)
    {
        SslHostProfile truth = await s_truth.Value;
        RelayPlan plan = new(records, hasHalf, isReset);
        using FlawedServer server = new(s_flawed) { MayFail = true };
        using CuttingRelay relay = new(server.Port, number => number < good ? RelayPlan.Open : plan);
        SslHostProfile profile = await SurveyAsync(relay.Port, TimeSpan.FromMilliseconds(400));
        Check(truth, profile);
    }

    [Fact]
    public async Task A_byte_at_a_time_ends_with_the_limit()
    {
        SslHostProfile truth = await s_truth.Value;
        using FlawedServer server = new(s_flawed) { MayFail = true };
        using CuttingRelay relay = new(server.Port, _ => RelayPlan.Open with { ByteDelay = TimeSpan.FromMilliseconds(50) });
        SslHostProfile profile = await SurveyAsync(relay.Port, TimeSpan.FromMilliseconds(200));
        Check(truth, profile);
        Assert.NotEmpty(profile.Failure);
    }

    private static readonly Lazy<Task<SslHostProfile>> s_truth = new(async () =>
    {
        using FlawedServer server = new(s_flawed) { MayFail = true };
        return await SurveyAsync(server.Port, TimeSpan.FromSeconds(10));
    });

    [Fact]
    public async Task Without_a_device_on_the_way_they_are_all_found()
    {
        string[] found = [.. (await s_truth.Value).Weaknesses.Where(w => w.Status == "Vulnerable").Select(w => w.Id)];
        output.WriteLine(string.Join(" ", found));
        Assert.Equal(
            [
                "Beast", "CcsInjection", "ClientRenegotiation", "Crime", "DhReuse", "EcdhReuse", "GoldenDoodle", "Heartbleed",
                "InsecureRenegotiation", "InvalidCurve", "Lucky13", "NoExtendedMasterSecret", "NoFallbackScsv", "Raccoon", "Robot",
                "Sweet32", "Ticketbleed", "ZombiePoodle",
            ],
            found.Order(StringComparer.Ordinal));
    }

    private static Task<SslHostProfile> SurveyAsync(int port, TimeSpan answer) => new HostSurvey("127.0.0.1", port)
    {
        PeerName = Support.TestPki.ServerName, AnswerTimeout = answer, Timeout = TimeSpan.FromSeconds(30),
    }.RunAsync(TestContext.Current.CancellationToken);

    private void Check(SslHostProfile truth, SslHostProfile profile)
    {
        output.WriteLine($"{profile.Connections} connections, {profile.Duration.TotalSeconds:0.0} s; {profile.Failure}");
        Assert.True(profile.Duration < TimeSpan.FromSeconds(60), $"{profile.Duration}");
        foreach (SslProfileWeakness weakness in truth.Weaknesses.Where(w => w.Status == "Vulnerable"))
        {
            SslProfileWeakness? told = profile.Weaknesses.FirstOrDefault(w => w.Id == weakness.Id);
            Assert.True(told is null or { Status: "Vulnerable" or "Unknown" }, $"{told}: {told?.Evidence}");
        }
        foreach (SslProfileProtocol row in truth.Protocols.Where(p => p.Status == "Accepted"))
        {
            SslProfileProtocol told = profile.Protocols.Single(p => p.Version == row.Version);
            Assert.True(told.Status != "Refused", $"{told}: {told.Reason}");
            bool isWhole = told.Status == "Accepted" && told.CiphersReason.Length == 0;
            Assert.True(!isWhole || told.Ciphers.Length is 0 || told.Ciphers.Length == row.Ciphers.Length, $"{told}: it is not whole");
        }
        Assert.False(profile.Compression.IsNo() || profile.FallbackScsv.IsYes() || profile.ExtendedMasterSecret.IsYes());
        Assert.False(profile.Renegotiation.Secure.IsYes() || profile.Renegotiation.ClientInitiated.IsNo());
    }
}
