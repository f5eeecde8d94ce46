using System.Globalization;
using System.Text;
using System.Text.Json;
using QSslCore.Tests.Backends;
using QSslCore.Tests.Support;
using QSslCore.Tls;

namespace QSslCore.Tests.Certificates;

/// <summary>All of x509-limbo (see TestData): each case ends as it expects, or stands in the table of those that do not.</summary>
public sealed class LimboVerificationTests(ITestOutputHelper output)
{
    public static TheoryData<string> Backends => BackendPairs.All;

    [Theory, MemberData(nameof(Backends))]
    public void Each_case_agrees_or_is_listed_with_its_reason(string name)
    {
        IReadOnlyList<JsonElement> cases = TestData.LimboCases();
        if (cases.Count == 0)
            Assert.Skip(TestData.AbsenceReason);
        TlsBackend backend = TlsBackendRegistry.Find(name)!;
        int agreed = 0, listed = 0;
        List<string> disagreed = [];
        foreach (JsonElement test in cases)
        {
            string id = test.GetProperty("id").GetString()!;
            string faults = FaultsOf(backend, test);
            bool accepted = faults.Length == 0;
            bool agrees = accepted == (test.GetProperty("expected_result").GetString() == "SUCCESS");
            LimboDisagreement? entry = LimboDisagreements.All.GetValueOrDefault(id);
            if (agrees && entry is null)
                agreed++;
            else if (!agrees && entry?.Accepts == accepted)
                listed++;
            else if (agrees)
                disagreed.Add($"{id} agrees and stands in the table");
            else
                disagreed.Add(accepted ? $"{id} was accepted" : $"{id} was refused: {faults}");
        }

        disagreed.AddRange(LimboDisagreements.All.Keys.Except(cases.Select(test => test.GetProperty("id").GetString()!))
            .Select(id => $"{id} is no case"));
        output.WriteLine($"x509-limbo with {name}: {agreed} agreed, {listed} listed, {disagreed.Count} disagreed");
        Assert.True(disagreed.Count == 0, string.Join('\n', disagreed));
        Assert.Equal(cases.Count, agreed + listed);
    }

    private static string FaultsOf(TlsBackend backend, JsonElement test)
    {
        QSslCertificate[] chain = [.. Certificates([test.GetProperty("peer_certificate")]),
            .. Certificates(test.GetProperty("untrusted_intermediates").EnumerateArray())];
        bool isServer = test.GetProperty("validation_kind").GetString() == "SERVER";
        QSslConfiguration configuration = new() { CaCertificates = [.. Certificates(test.GetProperty("trusted_certs").EnumerateArray())] };
        if (test.GetProperty("validation_time") is { ValueKind: JsonValueKind.String } time)
            configuration.VerificationTime = DateTimeOffset.Parse(time.GetString()!, CultureInfo.InvariantCulture);
        if (test.GetProperty("max_chain_depth") is { ValueKind: JsonValueKind.Number } depth)
            configuration.PeerVerifyDepth = depth.GetInt32();

        // As in a handshake: the library's verdict on the path, and ours on the name.
        TlsPeer peer = backend.VerifyChain(chain, configuration, isServer ? SslMode.SslServerMode : SslMode.SslClientMode);
        List<string> faults = [.. peer.ChainErrors.Select(error => error.ErrorString)];
        if (test.GetProperty("expected_peer_name") is { ValueKind: JsonValueKind.Object } name
            && !HostNameMatcher.Matches(chain[0], PeerHost.Parse(name.GetProperty("value").GetString()!), HostNameRules.Rfc9525))
            faults.Add("the name does not match");
        return string.Join("; ", faults);
    }

    // One that cannot be read stands for itself as a null certificate, which no path leads to.
    private static IEnumerable<QSslCertificate> Certificates(IEnumerable<JsonElement> texts) =>
        texts.Select(text => new QSslCertificate(Encoding.ASCII.GetBytes(text.GetString()!)));
}
