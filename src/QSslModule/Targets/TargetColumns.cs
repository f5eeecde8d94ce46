using System.Management.Automation;

namespace QSslModule;

/// <summary>The names of properties and columns that name a host or say how to connect to it.</summary>
internal static class TargetColumns
{
    /// <summary>
    /// If an object has several of them, the first one counts. Names come before addresses, because certificates are for names.
    /// </summary>
    private static readonly string[] s_hosts =
    [
        "HostName", "FQDN", "ComputerName", "DnsHostName", "DnsName", "Server", "Host", "Url", "Uri", TargetName, "Name", "IPAddress",
            "Address",
    ];

    private static readonly string[] s_terms = ["Port", "StartTls", "PeerName", "AllAddresses"];

    private const string TargetName = "Target";

    /// <summary>The names of host properties, for messages.</summary>
    public static string Words { get; } = string.Join(", ", s_hosts);

    /// <summary>Returns the names of the properties that may name the host, in order. The Target property of a report is for people, and
    /// counts only if there is no other.</summary>
    public static IEnumerable<string> HostsOf(PSObject item) => item.Properties["HostName"] is null
        ? s_hosts
        : s_hosts.Where(name => name != TargetName);

    /// <summary>Determines whether a property says how to connect.</summary>
    public static bool IsTerm(string name) => s_terms.Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <summary>Determines whether one of the columns names a host.</summary>
    public static bool NameHosts(IEnumerable<string> columns) =>
        columns.Any(name => s_hosts.Contains(name, StringComparer.OrdinalIgnoreCase));

    /// <summary>
    /// Returns the name that a heading stands for, such as IPAddress for "IP address", or the heading itself if it is unknown.
    /// </summary>
    public static string Canonical(string heading)
    {
        string bare = string.Concat(heading.Where(c => c is not (' ' or '_' or '-')));
        return s_hosts.Concat(s_terms).FirstOrDefault(name => name.Equals(bare, StringComparison.OrdinalIgnoreCase)) ?? heading;
    }
}
