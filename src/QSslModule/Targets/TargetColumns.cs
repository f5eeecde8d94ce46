using System.Management.Automation;

namespace QSslModule;

/// <summary>The names of properties, and of columns of a list, by which people name a host and how to connect to it.</summary>
internal static class TargetColumns
{
    /// <summary>Where several are there, the first one counts: a name before an address, because certificates are for names.</summary>
    private static readonly string[] s_hosts =
    [
        "HostName", "FQDN", "ComputerName", "DnsHostName", "DnsName", "Server", "Host", "Url", "Uri", TargetName, "Name", "IPAddress",
            "Address",
    ];

    private static readonly string[] s_terms = ["Port", "StartTls", "PeerName", "AllAddresses"];

    private const string TargetName = "Target";

    /// <summary>The names by which a host is looked for, for messages.</summary>
    public static string Words { get; } = string.Join(", ", s_hosts);

    /// <summary>The names by which an object may tell its host, in their order. The target of a report is for people, and counts only
    /// where nothing else does.</summary>
    public static IEnumerable<string> HostsOf(PSObject item) => item.Properties["HostName"] is null
        ? s_hosts
        : s_hosts.Where(name => name != TargetName);

    /// <summary>Whether a name says how to connect.</summary>
    public static bool IsTerm(string name) => s_terms.Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether one of the names of columns tells a host.</summary>
    public static bool NameHosts(IEnumerable<string> columns) =>
        columns.Any(name => s_hosts.Contains(name, StringComparer.OrdinalIgnoreCase));

    /// <summary>The name that a heading stands for, such as IPAddress for "IP address"; the heading itself for any other.</summary>
    public static string Canonical(string heading)
    {
        string bare = string.Concat(heading.Where(c => c is not (' ' or '_' or '-')));
        return s_hosts.Concat(s_terms).FirstOrDefault(name => name.Equals(bare, StringComparison.OrdinalIgnoreCase)) ?? heading;
    }
}
