using System.Management.Automation;
using QSslCore;

namespace QSslModule;

/// <summary>
/// Shows a profile on one screen, the worst facts first. QSslModule.Types.ps1xml exposes it as the hidden SslScreen of a property that
/// holds a profile. The default view of <see cref="SslHostProfile"/> displays it.
/// </summary>
public static class ProfileView
{
    private const int Width = 79;
    private const int Label = 15;

    /// <summary>The marks of lines by severity. The view colors the lines by them.</summary>
    private static readonly string[] s_marks = ["!", "?", " ", " "];

    /// <summary>Returns the lines, each with a mark in front: ! is bad, ? is weak or unknown, and a blank is neither. 80 columns and 38
    /// lines are enough. Never throws.</summary>
    /// <param name="property">The property (<see cref="PSPropertyInfo"/>) with a profile, or with a deserialized profile.</param>
    /// <returns>The lines; empty if the value is not a profile.</returns>
    public static string[] Of(PSObject? property)
    {
        try
        {
            return property?.BaseObject is PSPropertyInfo { IsGettable: true } info && RecordFields.ReadProfile(info.Value) is { } profile
                ? [.. Lines(profile).Select(line => $"{s_marks[line.Rank]}{ReportText.Shorten(VisibleText.Of(line.Text), Width - 1)}")]
                : [];
        }
        catch (Exception e) when (e is ExtendedTypeSystemException or PSInvalidCastException)
        {
            return [];
        }
    }

    private static IEnumerable<(int Rank, string Text)> Lines(SslHostProfile profile)
    {
        string way = string.Concat(profile.StartTls.Length > 0 ? $" {profile.StartTls}" : "",
            profile.PeerName.Length > 0 ? $" as {profile.PeerName}" : "", profile.Address.Length > 0 ? $" ({profile.Address})" : "");
        yield return (2, $"{profile.Target}{way}");
        if (profile.Failure.Length > 0)
        {
            yield return (0, $"  {profile.Failure}");
            yield break;
        }
        string[] vulnerable = ProfileText.Weaknesses(profile, SslProfileStatus.Vulnerable);
        foreach (string line in Wrap("Vulnerable to", vulnerable))
            yield return (0, line);
        yield return (2, "");
        yield return (2, $"  {"Version",-9}{"Status",-10}{"Order",-9}{"Suites",-8}What is wrong");
        foreach (SslProfileProtocol protocol in profile.Protocols
            .OrderBy(protocol => ProfileText.Rank(protocol) / 3).ThenBy(ProfileText.Rank))
            yield return (ProfileText.Rank(protocol), Row(protocol));
        yield return (2, "");
        foreach ((int Rank, string Text) line in ProfileFacts.Of(profile)
            .OrderBy(fact => fact.Rank).SelectMany(fact => Wrap(fact.Name, fact.Values).Select(text => (fact.Rank, text))))
            yield return line;
        string[] unknown = ProfileText.Weaknesses(profile, SslProfileStatus.Unknown);
        foreach (string line in Wrap("Not found out", [.. unknown, .. profile.Gaps]).Take(3))
            yield return (1, line);
        yield return (2, $"  {"Cost",-Label} {ReportText.Number(profile.Connections)} connections, "
            + $"{ReportText.Number(Math.Round(profile.Duration.TotalSeconds, 2))} s");
    }

    private static string Row(SslProfileProtocol protocol)
    {
        bool isAccepted = protocol.Status == SslProfileStatus.Accepted;
        string suites = isAccepted ? ReportText.Number(protocol.Ciphers.Length) : "";
        string wrong = !isAccepted ? protocol.Reason
            : protocol.Ciphers.Length == 0 ? protocol.CiphersReason
            : string.Join(", ", ProfileText.Faults(protocol).Append(protocol.CiphersReason).Where(text => text.Length > 0));
        return $"  {protocol.Version,-9}{protocol.Status,-10}{(isAccepted ? protocol.Order : ""),-9}{suites,-8}{wrong}";
    }

    /// <summary>Returns a label and names on as many lines as they need; nothing if there are no names.</summary>
    private static IEnumerable<string> Wrap(string label, string[] names)
    {
        string line = $"  {label,-Label}";
        int begun = line.Length;
        for (int i = 0; i < names.Length; i++)
        {
            string name = i < names.Length - 1 ? $"{names[i]}," : names[i];
            if (line.Length + 1 + name.Length > Width - 1 && line.Length > begun)
            {
                yield return line;
                line = new string(' ', begun);
            }
            line += $" {name}";
        }
        if (names.Length > 0)
            yield return line;
    }
}
