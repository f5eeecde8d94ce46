namespace QSslCore;

/// <summary>Writes a host with its port as text.</summary>
internal static class HostAndPort
{
    /// <summary>
    /// Returns host:port for messages, with an IPv6 literal in brackets. Invisible characters of the name are written out.
    /// </summary>
    public static string Display(string hostName, int port) => Join(VisibleText.Of(hostName), port);

    /// <summary>Returns host:port for protocols, with the name unchanged and an IPv6 literal in brackets.</summary>
    public static string Join(string hostName, int port) =>
        hostName.Contains(':', StringComparison.Ordinal) ? $"[{hostName}]:{port}" : $"{hostName}:{port}";
}
