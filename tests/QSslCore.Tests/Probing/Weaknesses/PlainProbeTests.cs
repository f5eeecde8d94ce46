using System.Net;
using System.Net.Sockets;
using System.Text;
using QSslCore.Probing.Surveys;
using QSslCore.Probing.Weaknesses;
using QSslCore.Probing.Weaknesses.Plain;

namespace QSslCore.Tests.Probing.Weaknesses;

/// <summary>Weaknesses of what comes before TLS.</summary>
public sealed class PlainProbeTests(ITestOutputHelper output)
{
    [Theory, InlineData("smtp"), InlineData("imap"), InlineData("pop3")]
    public async Task A_server_that_keeps_plain_text_is_told_from_one_that_forgets_it(string protocol)
    {
        Assert.Equal(WeaknessStatus.NotVulnerable, (await RunAsync(new StartTlsInjectionProbe(), new() { StartTls = protocol })).Status);
        WeaknessFinding flawed = await RunAsync(new StartTlsInjectionProbe(), new() { StartTls = protocol, KeepsPlaintext = true });
        Assert.Equal((WeaknessStatus.Vulnerable, WeaknessCertainty.Proved), (flawed.Status, flawed.Certainty));
    }

    [Theory, InlineData("smtp"), InlineData("imap"), InlineData("pop3")]
    public async Task A_server_that_takes_passwords_before_TLS_is_told_from_one_that_does_not(string protocol)
    {
        Assert.Equal(WeaknessStatus.NotVulnerable, (await RunAsync(new StartTlsStrippingProbe(), new() { StartTls = protocol })).Status);
        WeaknessFinding flawed = await RunAsync(new StartTlsStrippingProbe(), new() { StartTls = protocol, TakesPasswords = true });
        Assert.Equal(WeaknessStatus.Vulnerable, flawed.Status);
    }

    [Fact]
    public async Task A_server_that_does_not_list_what_it_takes_is_unknown()
    {
        ServerFlaws hiding = new() { StartTls = "pop3", HidesCapabilities = true };
        WeaknessFinding finding = await RunAsync(new StartTlsStrippingProbe(), hiding);
        Assert.Equal(WeaknessStatus.Unknown, finding.Status);
        Assert.Contains("-ERR no such command", finding.Received, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_STARTTLS_there_is_nothing_to_inject_or_strip()
    {
        Assert.Equal(WeaknessStatus.NotApplicable, (await RunAsync(new StartTlsInjectionProbe(), new())).Status);
        Assert.Equal(WeaknessStatus.NotApplicable, (await RunAsync(new StartTlsStrippingProbe(), new())).Status);
    }

    [Fact]
    public async Task A_server_that_is_silent_within_TLS_or_before_is_unknown()
    {
        ServerFlaws silent = new() { StartTls = "smtp", IsSilent = true };
        Assert.Equal(WeaknessStatus.Unknown, (await RunAsync(new StartTlsInjectionProbe(), silent, 100)).Status);
    }

    [Theory]
    [InlineData("HTTP/1.1 101 Switching Protocols\r\nUpgrade: TLS/1.2\r\n\r\n", "Vulnerable")]
    [InlineData("HTTP/1.1 405 Method Not Allowed\r\n\r\n", "NotVulnerable")]
    [InlineData("HTTP/1.1 200 OK", "NotVulnerable")]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\n", "Unknown")]
    [InlineData("HTTP/1.1 20", "Unknown")]
    [InlineData("HTTP/1.1 40x\r\n\r\n", "Unknown")]
    [InlineData("220 not HTTP\r\n", "Unknown")]
    [InlineData("", "Unknown")]
    public async Task An_upgrade_beside_HTTPS_is_found(string answer, string status)
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        Task<string> served = ServeAsync(listener, answer);
        LoopbackHost host = new(8443, TimeSpan.FromSeconds(10)) { PlainHttpPort = ((IPEndPoint)listener.LocalEndpoint).Port };
        WeaknessFinding finding = await new OpossumProbe().RunAsync(new(new Interview(host, new AnswerLog()), new()), default);
        output.WriteLine(finding.ToString());
        Assert.Equal(status, finding.Status.ToString());
        Assert.Contains("Upgrade: TLS/", await served, StringComparison.Ordinal);
    }

    /// <summary>A port that refuses is closed for sure only while the host answers elsewhere.</summary>
    [Theory]
    [InlineData(true, "NotVulnerable")]
    [InlineData(false, "Unknown")]
    public async Task A_plain_port_that_refuses_is_judged_by_the_port_of_HTTPS(bool answers, string status)
    {
        using FlawedServer server = new(answers ? ServerFlaws.None : ServerFlaws.None with { IsSilent = true });
        WeaknessFinding finding = await AskOpossumAsync(server, new ProbeUnreachableException("refused", isRefused: true));
        Assert.Equal(status, finding.Status.ToString());
    }

    [Fact]
    public async Task A_plain_port_that_cannot_be_reached_is_unknown()
    {
        using FlawedServer server = new(ServerFlaws.None);
        WeaknessFinding finding = await AskOpossumAsync(server, new ProbeUnreachableException("no connection within 5 s"));
        Assert.Equal(WeaknessStatus.Unknown, finding.Status);
        Assert.Contains("no connection within 5 s", finding.Received, StringComparison.Ordinal);
    }

    private static Task<WeaknessFinding> AskOpossumAsync(FlawedServer server, ProbeUnreachableException failure)
    {
        LoopbackHost host = new(server.Port, TimeSpan.FromMilliseconds(300)) { PlainHttpPort = 80, PlainFailure = failure };
        return new OpossumProbe().RunAsync(new(new Interview(host, new AnswerLog()), new()), default);
    }

    [Fact]
    public async Task A_port_that_is_not_HTTPS_has_no_plain_one_beside_it()
    {
        LoopbackHost host = new(25, TimeSpan.FromSeconds(10));
        WeaknessFinding finding = await new OpossumProbe().RunAsync(new(new Interview(host, new AnswerLog()), new()), default);
        Assert.Equal(WeaknessStatus.NotApplicable, finding.Status);
    }

    private static async Task<string> ServeAsync(TcpListener listener, string answer)
    {
        using Socket socket = await listener.AcceptSocketAsync();
        byte[] buffer = new byte[4096];
        int count = await socket.ReceiveAsync(buffer);
        await socket.SendAsync(Encoding.ASCII.GetBytes(answer));
        return Encoding.ASCII.GetString(buffer, 0, count);
    }

    private async Task<WeaknessFinding> RunAsync(WeaknessProbe probe, ServerFlaws flaws, int limit = 10_000)
    {
        using FlawedServer server = new(flaws);
        WeaknessFinding finding = await probe.RunAsync(server.Context(limit), default);
        output.WriteLine(finding.ToString());
        return finding;
    }
}
