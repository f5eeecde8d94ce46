using QSslCore.Probing.Catalog;

namespace QSslCore.Probing.Surveys;

/// <summary>What well-known clients would get, computed from the profile.</summary>
internal sealed class ClientSurvey : Survey
{
    public override SslProfileSections Sections => SslProfileSections.Clients;

    public override SurveyStage Stage => SurveyStage.Conclusions;

    public override string Subject => "The list of clients";

    public override Task RunAsync(SurveyContext context, CancellationToken cancellation)
    {
        context.Update(profile => profile with { Clients = [.. KnownClient.All.Select(client => Simulate(client, profile))] });
        return Task.CompletedTask;
    }

    private static SslProfileClient Simulate(KnownClient client, SslHostProfile profile)
    {
        SslProfileClient result = new() { Name = client.Name };
        if (!client.SendsName && profile.SniRequired.IsYes())
            return result with { Status = SslProfileStatus.Refused, Reason = "the client does not name the host, and the host wants that" };
        // The newest version that both have is agreed on, and there is no way back from it.
        foreach (int version in client.Versions.Reverse())
        {
            SslProfileProtocol? row = profile.Protocols.FirstOrDefault(p => p.Version == TlsVersion.NameOf(version));
            if (row is null or { Status: SslProfileStatus.Unknown })
                return result with { Reason = $"whether {TlsVersion.NameOf(version)} is accepted is not known" };
            if (row.Status == SslProfileStatus.Accepted)
                return Agree(result with { Version = row.Version }, client, version, row, profile);
        }
        return result with { Status = SslProfileStatus.Refused, Reason = "no version is common to both" };
    }

    private static SslProfileClient Agree(
        SslProfileClient result, KnownClient client, int version, SslProfileProtocol row, SslHostProfile profile)
    {
        int[] groups = CommonGroups(client, version, profile);
        SslProfileCipher[] common = [.. row.Ciphers.Where(cipher => client.Suites.Contains(cipher.Code)
            && client.Keys.Any(key => cipher.Authentication is "any" or "PSK" || cipher.Authentication == key)
            && (cipher.KeyExchange is not ("any" or "ECDHE") || groups.Length > 0))];
        if (common.Length == 0)
        {
            return row.CiphersReason.Length > 0 || row.Ciphers.Length == 0 || GroupsAreMissing(row, profile)
                ? result with { Reason = $"the suites or the groups of {row.Version} are not known in full" }
                : result with { Status = SslProfileStatus.Refused, Reason = $"no suite of {row.Version} is common to both", Version = "" };
        }
        SslProfileCipher? chosen = row.Order switch
        {
            SslProfileStatus.Server => common[0],
            SslProfileStatus.Client => common.MinBy(cipher => client.Suites.ToList().IndexOf(cipher.Code)),
            _ => common.Length == 1 ? common[0] : null,
        };
        return result with
        {
            Status = SslProfileStatus.Accepted,
            Cipher = chosen?.Name ?? "",
            Group = chosen?.KeyExchange is "any" or "ECDHE" ? TlsGroup.NameOf(groups[0]) : "",
        };
    }

    /// <summary>The host agrees on keys in groups, and none of them is known.</summary>
    private static bool GroupsAreMissing(SslProfileProtocol row, SslHostProfile profile) => profile.Groups.Length == 0
        && row.Ciphers.Any(cipher => cipher.KeyExchange is "any" or "ECDHE");

    /// <summary>The groups that both have, the one that would be chosen first.</summary>
    private static int[] CommonGroups(KnownClient client, int version, SslHostProfile profile)
    {
        string name = version == TlsVersion.Tls13 ? "TLS 1.3" : "TLS 1.2";
        int[] offered = [.. profile.Groups.Where(group => group.Versions.Contains(name)).Select(group => group.Code)];
        // Clients of old name no groups, and take the usual curves.
        IReadOnlyList<int> wanted = client.Groups.Count > 0 ? client.Groups : [TlsGroup.Secp256r1, TlsGroup.Secp384r1];
        return profile.GroupOrder == SslProfileStatus.Client
            ? [.. wanted.Where(offered.Contains)]
            : [.. offered.Where(wanted.Contains)];
    }
}
