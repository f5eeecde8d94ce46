using System.Globalization;
using QSslCore;

namespace QSslModule;

/// <summary>Finds what a host accepts now and did not before, and the other way round. What is not known on one side has not
/// changed.</summary>
internal static class ProfileComparison
{
    private const string Absent = "";

    /// <summary>The changes: a kind, what was before and what is after; empty where there was nothing.</summary>
    public static IEnumerable<(string Kind, string Before, string After)> Compare(SslHostProfile before, SslHostProfile after)
    {
        if (before.Failure.Length > 0 || after.Failure.Length > 0)
            return [];
        return Protocols(before, after)
            .Concat(Sets("Group", Groups(before), Groups(after)))
            .Concat(Sets("SignatureScheme", Schemes(before), Schemes(after)))
            .Concat(Facts(before, after))
            .Concat(Weaknesses(before, after));
    }

    private static IEnumerable<(string Kind, string Before, string After)> Protocols(SslHostProfile before, SslHostProfile after)
    {
        foreach (SslProfileProtocol old in before.Protocols)
        {
            SslProfileProtocol? current = Array.Find(after.Protocols, protocol => protocol.Version == old.Version);
            if (current is null || IsUnknown(old.Status) || IsUnknown(current.Status))
                continue;
            if (old.Status != current.Status)
            {
                yield return current.Status == SslProfileStatus.Accepted
                    ? ("ProtocolAdded", Absent, current.Version)
                    : ("ProtocolRemoved", old.Version, Absent);
            }
            else if (old.Status == SslProfileStatus.Accepted)
            {
                foreach ((string Kind, string Before, string After) change in Ciphers(old, current))
                    yield return change;
            }
        }
    }

    /// <summary>A list with a gap says what is there, and not what is not.</summary>
    private static IEnumerable<(string Kind, string Before, string After)> Ciphers(SslProfileProtocol before, SslProfileProtocol after)
    {
        foreach ((string kind, string was, string @is) in Sets("Cipher",
            [.. before.Ciphers.Select(cipher => $"{before.Version} {cipher.Name}")],
            [.. after.Ciphers.Select(cipher => $"{after.Version} {cipher.Name}")]))
        {
            bool isSure = was.Length > 0
                ? after.Ciphers.Length > 0 && after.CiphersReason.Length == 0
                : before.Ciphers.Length > 0 && before.CiphersReason.Length == 0;
            if (isSure)
                yield return (kind, was, @is);
        }
        if (!IsUnknown(before.Order) && !IsUnknown(after.Order) && before.Order != after.Order)
            yield return ("CipherOrderChanged", $"{before.Version} {before.Order}", $"{after.Version} {after.Order}");
    }

    private static IEnumerable<(string Kind, string Before, string After)> Facts(SslHostProfile before, SslHostProfile after)
    {
        (string Name, string Before, string After)[] facts =
        [
            ("Compression", before.Compression.Value, after.Compression.Value),
            ("SecureRenegotiation", before.Renegotiation.Secure.Value, after.Renegotiation.Secure.Value),
            ("ClientRenegotiation", before.Renegotiation.ClientInitiated.Value, after.Renegotiation.ClientInitiated.Value),
            ("ExtendedMasterSecret", before.ExtendedMasterSecret.Value, after.ExtendedMasterSecret.Value),
            ("EncryptThenMac", before.EncryptThenMac.Value, after.EncryptThenMac.Value),
            ("EarlyData", before.EarlyData.Value, after.EarlyData.Value),
            ("FallbackScsv", before.FallbackScsv.Value, after.FallbackScsv.Value),
            ("SniRequired", before.SniRequired.Value, after.SniRequired.Value),
            ("PostQuantum", before.PostQuantum.Status, after.PostQuantum.Status),
            ("DiffieHellmanBits", Bits(before), Bits(after)),
            ("Hsts", before.Hsts.Status, after.Hsts.Status),
        ];
        return facts.Where(fact => !IsUnknown(fact.Before) && !IsUnknown(fact.After) && fact.Before != fact.After)
            .Select(fact => ($"{fact.Name}Changed", fact.Before, fact.After));
    }

    private static IEnumerable<(string Kind, string Before, string After)> Weaknesses(SslHostProfile before, SslHostProfile after)
    {
        foreach (SslProfileWeakness current in after.Weaknesses)
        {
            SslProfileWeakness? old = Array.Find(before.Weaknesses, weakness => weakness.Id == current.Id);
            if (old is null || IsUnknown(old.Status) || IsUnknown(current.Status)
                || (old.Status == SslProfileStatus.Vulnerable) == (current.Status == SslProfileStatus.Vulnerable))
                continue;
            yield return current.Status == SslProfileStatus.Vulnerable
                ? ("WeaknessAdded", Absent, current.Id)
                : ("WeaknessRemoved", current.Id, Absent);
        }
    }

    /// <summary>An empty list was not looked at, or nothing is known of it.</summary>
    private static IEnumerable<(string Kind, string Before, string After)> Sets(string what, string[] before, string[] after) =>
        before.Length == 0 || after.Length == 0
            ? []
            : before.Except(after, StringComparer.OrdinalIgnoreCase).Select(name => ($"{what}Removed", name, Absent))
                .Concat(after.Except(before, StringComparer.OrdinalIgnoreCase).Select(name => ($"{what}Added", Absent, name)));

    private static string[] Groups(SslHostProfile profile) => [.. profile.Groups.Select(group => group.Name)];

    private static string[] Schemes(SslHostProfile profile) => [.. profile.SignatureSchemes.Select(scheme => scheme.Name)];

    private static string Bits(SslHostProfile profile) => profile.DiffieHellman.Length == 0
        ? SslProfileStatus.Unknown
        : profile.DiffieHellman.Min(parameters => parameters.Bits).ToString(CultureInfo.InvariantCulture);

    private static bool IsUnknown(string status) => status is SslProfileStatus.Unknown or "";
}
