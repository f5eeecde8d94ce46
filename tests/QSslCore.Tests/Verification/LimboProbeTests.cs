using System.Globalization;
using System.Text;
using System.Text.Json;
using QSslCore.Tests.Certificates;
using QSslCore.Tests.Support;
using QSslCore.Verification;

namespace QSslCore.Tests.Verification;

public sealed class LimboProbeTests(ITestOutputHelper output)
{
    [Fact]
    public void Probe()
    {
        foreach (JsonElement test in TestData.LimboCases())
        {
            string id = test.GetProperty("id").GetString()!;
            QSslCertificate[] chain = [.. Certs([test.GetProperty("peer_certificate")])];
            QSslCertificate[] others = [.. Certs(test.GetProperty("untrusted_intermediates").EnumerateArray())];
            QSslCertificate[] roots = [.. Certs(test.GetProperty("trusted_certs").EnumerateArray())];
            DateTimeOffset time = test.GetProperty("validation_time") is { ValueKind: JsonValueKind.String } t ? DateTimeOffset.Parse(t.GetString()!, CultureInfo.InvariantCulture) : DateTimeOffset.UtcNow;
            int depth = test.GetProperty("max_chain_depth") is { ValueKind: JsonValueKind.Number } d ? d.GetInt32() : 0;
            bool isServer = test.GetProperty("validation_kind").GetString() == "SERVER";
            PathRequest request = new(isServer ? PeerUsage.ServerAuthentication : PeerUsage.ClientAuthentication, time, depth);
            string faults = "no path";
            int budget = 300;
            Walk([chain[0]]);
            if (faults == "" && test.GetProperty("expected_peer_name") is { ValueKind: JsonValueKind.Object } name
                && !HostNameMatcher.Matches(chain[0], name.GetProperty("value").GetString()!, HostNameRules.Rfc9525))
                faults = "name";
            bool agrees = (faults == "") == (test.GetProperty("expected_result").GetString() == "SUCCESS");
            bool listed = LimboDisagreements.All.ContainsKey(id);
            if (agrees == listed)
                output.WriteLine($"{(listed ? "NOW AGREES" : "DISAGREES")} {id} accepted={faults == ""}: {faults}");

            void Walk(QSslCertificate[] path)
            {
                if (faults == "" || budget-- <= 0 || path.Length > 8)
                    return;
                bool anchored = roots.Contains(path[^1]) && path[^1].Facts.IsSelfSigned;
                if (anchored)
                {
                    string found = string.Join("; ", PathRules.Check(path, true, request).Select(e => $"{e.Error} {e.ErrorString}"));
                    if (faults != "")
                        faults = found;
                    if (faults == "")
                        return;
                }
                foreach (QSslCertificate next in roots.Concat(others))
                {
                    if (!path.Contains(next) && CanonicalName.AreSame(next.Facts.EncodedSubject, path[^1].Facts.EncodedIssuer))
                        Walk([.. path, next]);
                }
            }
        }
    }

    private static IEnumerable<QSslCertificate> Certs(IEnumerable<JsonElement> texts) =>
        texts.Select(text => new QSslCertificate(Encoding.ASCII.GetBytes(text.GetString()!)));
}
