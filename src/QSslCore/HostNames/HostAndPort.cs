namespace QSslCore;

/// <summary>A host with its port, as people write it.</summary>
internal static class HostAndPort
{
    /// <summary>host:port for messages, an IPv6 literal in brackets; what cannot be seen in the name is written out.</summary>
    public static string Display(string hostName, int port) => Join(VisibleText.Of(hostName), port);

    /// <summary>host:port for protocols: the name as it is, an IPv6 literal in brackets.</summary>
    public static string Join(string hostName, int port) =>
        hostName.Contains(':', StringComparison.Ordinal) ? $"[{hostName}]:{port}" : $"{hostName}:{port}";
}
