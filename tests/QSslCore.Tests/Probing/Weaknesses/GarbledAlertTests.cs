using QSslCore.Fuzz.Targets;
using QSslCore.Probing.Catalog;
using QSslCore.Probing.Surveys;
using QSslCore.Probing.Weaknesses;
using QSslCore.Tests.Support;

namespace QSslCore.Tests.Probing.Weaknesses;

/// <summary>An alert refuses an attack. What only looks like one refuses nothing.</summary>
public sealed class GarbledAlertTests
{
    [Theory]
    [InlineData("15030300020228", "NotVulnerable")]
    [InlineData("15030300020AC8", "Unknown")]
    [InlineData("1603030002020015030300020228", "Unknown")]
    public async Task Only_an_alert_that_can_be_refuses_an_attack(string answer, string expected)
    {
        Needs.EllipticKeys();
        ModelServer server = new() { Suites = new() { [TlsVersion.Tls12] = [0xC02F] } };
        byte[] hello = Hellos.Usual(TlsVersion.Tls12, "server.test").ToMessage();
        byte[] flight = server.Answer(ModelHello.Read(hello), hello, out _)!;
        FuzzHost host = new([.. flight, .. Convert.FromHexString(answer)]);

        WeaknessFinding finding = await new CcsInjectionProbe().RunAsync(new(new Interview(host, new()), new()), CancellationToken.None);

        Assert.Equal(expected, finding.Status.ToString());
    }
}
