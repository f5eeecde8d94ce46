using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using QSslCore.Tests.Support;

namespace QSslCore.Tests.Certificates;

/// <summary>Asking issuers: lists of the runtime's making, and responses of openssl ocsp, over HTTP on loopback.</summary>
public sealed class RevocationCheckTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_path_that_no_list_names_is_good()
    {
        using RevocationAuthority authority = new("crl");
        authority.Publish("leaf.crl", RevocationAuthority.List(authority.Intermediate, authority.IntermediateKey, revoked: authority.Root));
        Assert.Equal(new(RevocationStatus.Good), await Check(authority));
    }

    [Fact]
    public async Task A_certificate_on_the_list_is_revoked()
    {
        using RevocationAuthority authority = new("crl");
        authority.Publish("leaf.crl", RevocationAuthority.List(authority.Intermediate, authority.IntermediateKey, revoked: authority.Leaf));
        Assert.Equal(new(RevocationStatus.Revoked, "'Revocation Leaf' was revoked by its issuer"), await Check(authority));
    }

    [Fact]
    public async Task So_is_a_path_whose_intermediate_is_on_one()
    {
        using RevocationAuthority authority = new("crl");
        authority.Publish("leaf.crl", RevocationAuthority.List(authority.Intermediate, authority.IntermediateKey));
        authority.Publish("root.crl", RevocationAuthority.List(authority.Root, authority.RootKey, revoked: authority.Intermediate));
        Assert.Equal(new(RevocationStatus.Revoked, "'Revocation Intermediate' was revoked by its issuer"), await Check(authority));
    }

    [Theory]
    [InlineData("missing", "answers with the status 404")]
    [InlineData("signed by another issuer", "is not signed with the key of")]
    [InlineData("out of date", "its issuer has to publish a new one")]
    [InlineData("no list at all", "is not a list (CRL) in DER")]
    public async Task A_list_that_is_of_no_use_leaves_it_unknown_and_says_why(string what, string why)
    {
        Needs.RealWindows("revocation lists that the system verifies");
        using RevocationAuthority authority = new("crl");
        using AsymmetricAlgorithm other = TestKeys.Make();
        if (what != "missing")
        {
            authority.Publish("leaf.crl", what switch
            {
                "signed by another issuer" => RevocationAuthority.List(authority.Intermediate, other),
                "out of date" => RevocationAuthority.List(authority.Intermediate, authority.IntermediateKey, isOld: true),
                _ => [1, 2, 3],
            });
        }
        RevocationVerdict verdict = await Check(authority);
        Assert.Equal(RevocationStatus.Unknown, verdict.Status);
        Assert.StartsWith(
            $"Whether 'Revocation Leaf' was revoked is unknown: there was no usable answer from {authority.Address}leaf.crl; ",
            verdict.Reason, StringComparison.Ordinal);
        Assert.Contains(why, verdict.Reason, StringComparison.Ordinal);
    }

    /// <summary>.NET on Linux takes such a list.</summary>
    [Theory]
    [InlineData("leaf.crl", "Leaf")]
    [InlineData("root.crl", "Intermediate")]
    public async Task A_list_of_tomorrow_leaves_it_unknown(string name, string certificate)
    {
        Needs.RealWindows("revocation lists that the system verifies");
        using RevocationAuthority authority = new("crl");
        authority.Publish("leaf.crl", RevocationAuthority.List(authority.Intermediate, authority.IntermediateKey));
        authority.Publish("root.crl", RevocationAuthority.List(authority.Root, authority.RootKey));
        DateTimeOffset tomorrow = DateTimeOffset.UtcNow.AddDays(1);
        authority.Publish(name, name == "leaf.crl"
            ? RevocationAuthority.List(authority.Intermediate, authority.IntermediateKey, made: tomorrow)
            : RevocationAuthority.List(authority.Root, authority.RootKey, made: tomorrow));
        RevocationVerdict verdict = await Check(authority);
        Assert.Equal(RevocationStatus.Unknown, verdict.Status);
        Assert.StartsWith($"Whether 'Revocation {certificate}' was revoked is unknown: ", verdict.Reason, StringComparison.Ordinal);
        Assert.Contains("check the clock", verdict.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_never_answers_is_waited_for_no_longer_than_told()
    {
        using RevocationAuthority authority = new("crl");
        authority.Answer("leaf.crl", _ => null);
        Stopwatch watch = Stopwatch.StartNew();
        RevocationVerdict verdict = await RevocationCheck.RunAsync(authority.Path, TimeSpan.FromSeconds(1),
            TestContext.Current.CancellationToken);
        Assert.Equal(RevocationStatus.Unknown, verdict.Status);
        Assert.InRange(watch.Elapsed, TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(8));
    }

    [Fact]
    public async Task A_cancelled_check_ends_at_once()
    {
        using RevocationAuthority authority = new("crl");
        using CancellationTokenSource cancellation = new();
        authority.Answer("leaf.crl", _ =>
        {
            cancellation.Cancel();
            return null;
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            RevocationCheck.RunAsync(authority.Path, TimeSpan.FromSeconds(10), cancellation.Token));
    }

    [Fact]
    public async Task Who_names_no_place_to_ask_is_unknown()
    {
        using RevocationAuthority authority = new("");
        Assert.Equal(
            new(RevocationStatus.Unknown, "Whether 'Revocation Leaf' was revoked cannot be asked: it names neither a responder (OCSP) "
                + "nor a list (CRL)"),
            await Check(authority));
    }

    [Fact]
    public async Task Nobody_can_revoke_what_its_owner_signed()
    {
        RevocationVerdict verdict = await RevocationCheck.RunAsync([TestPki.SelfSigned.Certificate], s_limit,
            TestContext.Current.CancellationToken);
        Assert.Equal(RevocationStatus.Unknown, verdict.Status);
    }

    /// <summary>Whoever trusts an intermediate alone has no root to lead to, and the platform asks nobody then.</summary>
    [Fact]
    public async Task A_path_that_ends_before_a_root_is_not_called_good()
    {
        Needs.RealWindows("revocation lists that the system verifies");
        using RevocationAuthority authority = new("crl");
        authority.Publish("leaf.crl", RevocationAuthority.List(authority.Intermediate, authority.IntermediateKey, revoked: authority.Leaf));
        RevocationVerdict verdict = await RevocationCheck.RunAsync(authority.Path[..2], s_limit, TestContext.Current.CancellationToken);
        Assert.Equal(RevocationStatus.Unknown, verdict.Status);
        Assert.Contains("PartialChain", verdict.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("V", (int)RevocationStatus.Good)]
    [InlineData("R", (int)RevocationStatus.Revoked)]
    [InlineData("", (int)RevocationStatus.Unknown)]
    public async Task A_responder_is_asked_where_there_is_no_list(string line, int expected)
    {
        Needs.RealWindows("responders that the system asks");
        ExternalProgram.Require("openssl", "openssl");
        using RevocationAuthority authority = new("ocsp");
        using TestFiles files = new();
        string index = files.Write("index.txt", line switch
        {
            "V" => $"V\t491231235959Z\t\t{authority.Leaf.SerialNumber}\tunknown\t/CN=x\n",
            "R" => $"R\t491231235959Z\t250101000000Z,keyCompromise\t{authority.Leaf.SerialNumber}\tunknown\t/CN=x\n",
            _ => "",
        });
        string issuer = files.Write("issuer.pem", authority.Intermediate.ExportCertificatePem()),
            key = files.Write("issuer.key", authority.IntermediateKey.ExportPkcs8PrivateKeyPem());
        authority.Answer("ocsp/", request =>
        {
            string response = files.PathOf("response.der");
            using ExternalProgram openssl = ExternalProgram.Start(
                "openssl", "ocsp", "-index", index, "-CA", issuer, "-rsigner", issuer, "-rkey", key, "-reqin",
                    files.Write("request.der", request), "-respout", response, "-ndays", "2");
            return openssl.WaitForExit() == 0 ? File.ReadAllBytes(response) : [];
        });
        RevocationVerdict verdict = await Check(authority);
        Assert.Equal(((RevocationStatus)expected).ToString(), verdict.Status.ToString());
    }

    private static Task<RevocationVerdict> Check(RevocationAuthority authority) =>
        RevocationCheck.RunAsync(authority.Path, s_limit, TestContext.Current.CancellationToken);
}
