using System.Globalization;
using QSslCore.Tests.Support;

namespace QSslCore.Tests.Probing;

/// <summary>Servers with the groups that a quantum computer does not break, and servers without.</summary>
public sealed class PostQuantumTests
{
    private const string Server =
        """
        const [chain, key, groups] = process.argv.slice(1), fs = require('fs');
        const options = { cert: fs.readFileSync(chain), key: fs.readFileSync(key), ecdhCurve: groups };
        const server = require('https').createServer(options, (request, response) => response.end('here'));
        server.listen(0, '127.0.0.1', () => console.log('PORT ' + server.address().port));
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("X25519MLKEM768:X25519:P-256", "Preferred", "X25519MLKEM768", "X25519MLKEM768 x25519 secp256r1")]
    [InlineData("SecP256r1MLKEM768:X25519MLKEM768:P-256", "Preferred", "SecP256r1MLKEM768 X25519MLKEM768",
        "SecP256r1MLKEM768 X25519MLKEM768 secp256r1")]
    [InlineData("X25519:P-256", "NotOffered", "", "x25519 secp256r1")]
    public async Task A_server_of_Node_is_told_by_its_groups(string groups, string status, string hybrids, string all)
    {
        string node = NodeProgram.Require("X25519MLKEM768");
        using TestFiles files = new();
        (string chain, string key) = files.Write("server", TestPki.ServerRsa);
        using ExternalProgram server = ExternalProgram.Start(node, "-e", Server, chain, key, groups);
        server.WaitForOutput("PORT ");
        int port = int.Parse(server.Output.Split("PORT ")[1].Split('\n')[0], CultureInfo.InvariantCulture);
        SslHostProfile profile = await new HostSurvey("127.0.0.1", port) { PeerName = TestPki.ServerName }.RunAsync(Token);

        Assert.Equal("", profile.Failure);
        Assert.Empty(profile.Gaps);
        Assert.Equal(status, profile.PostQuantum.Status);
        Assert.Equal(hybrids.Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(), profile.PostQuantum.Groups.Order());
        Assert.Equal(all.Split(' ').Order(), profile.Groups.Where(g => g.Versions.Contains("TLS 1.3")).Select(g => g.Name).Order());
        Assert.Equal(hybrids.Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(),
            profile.Groups.Where(g => g.PostQuantum).Select(g => g.Name).Order());
    }

    [Fact]
    public async Task A_server_of_an_older_openssl_is_told_not_to_offer_them()
    {
        ExternalProgram.Require("openssl", "openssl");
        using TestFiles files = new();
        (string chain, string key) = files.Write("server", TestPki.ServerRsa);
        int port = ExternalProgram.FreePort();
        using ExternalProgram server = ExternalProgram.Start("openssl", "s_server", "-accept", $"127.0.0.1:{port}", "-cert", chain, "-key",
            key, "-www", "-groups", "X25519:P-256");
        server.WaitForOutput("ACCEPT");
        SslHostProfile profile = await new HostSurvey("127.0.0.1", port) { Sections = SslProfileSections.Groups }.RunAsync(Token);

        Assert.Equal(SslProfileStatus.NotOffered, profile.PostQuantum.Status);
        Assert.NotEmpty(profile.PostQuantum.Reason);
        Assert.Empty(profile.PostQuantum.Groups);
    }
}
