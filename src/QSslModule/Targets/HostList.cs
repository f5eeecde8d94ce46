using System.Management.Automation;
using QSslCore;

namespace QSslModule;

/// <summary>The hosts of files, each once.</summary>
internal static class HostList
{
    /// <summary>Returns all targets of all files in order.</summary>
    /// <param name="cmdlet">The cmdlet whose session resolves the paths.</param>
    /// <param name="paths">Paths, with wildcards unless they are literal.</param>
    /// <param name="isLiteral">Whether the paths are literal.</param>
    /// <param name="port">The port for targets without one.</param>
    public static SslTarget[] Read(PSCmdlet cmdlet, IEnumerable<string> paths, bool isLiteral, int port)
    {
        Dictionary<string, SslTarget> known = new(StringComparer.OrdinalIgnoreCase);
        List<SslTarget> targets = [];
        foreach (string file in paths.SelectMany(path => Files(cmdlet, path, isLiteral)).Distinct(StringComparer.Ordinal))
        {
            IReadOnlyList<SslTarget> read = File.Exists(file)
                ? HostListFile.Read(file)
                : [HostListFile.Refused(file, "does not exist, or is not a file")];
            foreach (SslTarget target in read)
            {
                if (target.Failure.Length > 0 || known.TryAdd(KeyOf(target, port), target))
                {
                    targets.Add(target);
                    continue;
                }
                SslTarget first = known[KeyOf(target, port)];
                first.Tags = TargetTags.Merge(first.Tags, target.Tags);
                cmdlet.WriteVerbose($"{target.Source}: {target} is in {first.Source} already, and is tested once.");
            }
        }
        return [.. targets];
    }

    private static IEnumerable<string> Files(PSCmdlet cmdlet, string path, bool isLiteral)
    {
        try
        {
            return PathResolver.Existing(cmdlet, path, isLiteral);
        }
        catch (MaterialException)
        {
            return [path];
        }
    }

    /// <summary>
    /// Returns what is tested. The same host with another name to verify, another protocol before TLS or another one of its addresses (a
    /// row of -AllAddresses) is a different target.
    /// </summary>
    private static string KeyOf(SslTarget target, int port) => string.Join(
        '\n', target.HostName, target.PortOr(port, TargetParser.TextOf(target.Input, "StartTls")),
        SslScheme.Find(target.Scheme) is { StartsPlain: true } ? target.Scheme : "",
        TargetParser.TextOf(target.Input, "StartTls"), TargetParser.TextOf(target.Input, "PeerName"), TargetPlan.AddressIn(target));
}
