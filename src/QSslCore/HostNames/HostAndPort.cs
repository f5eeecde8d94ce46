namespace QSslCore;

/// <summary>A host with its port, as people write it.</summary>
internal static class HostAndPort
{
    /// <summary>host:port, an IPv6 literal in brackets.</summary>
    public static string Display(string hostName, int port) =>
        hostName.Contains(':', StringComparison.Ordinal) ? $"[{hostName}]:{port}" : $"{hostName}:{port}";
}
