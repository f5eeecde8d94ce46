using QSslCore;

namespace QSslModule;

/// <summary>The meaning of a URI scheme for a connection.</summary>
/// <param name="Port">The default port of the scheme.</param>
/// <param name="StartsPlain">Whether the connection starts without TLS.</param>
internal sealed record SslScheme(int Port, bool StartsPlain)
{
    public const int DefaultPort = 443;

    /// <summary>The schemes that start with TLS, and those without a way to TLS. The other schemes are in the table of <see
    /// cref="StartTlsProtocol"/>.</summary>
    private static readonly Dictionary<string, SslScheme> s_known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["https"] = new(443, false),
        ["wss"] = new(443, false),
        ["imaps"] = new(993, false),
        ["pop3s"] = new(995, false),
        ["smtps"] = new(465, false),
        ["submissions"] = new(465, false),
        ["ldaps"] = new(636, false),
        ["ftps"] = new(990, false),
        ["nntps"] = new(563, false),
        ["ircs"] = new(6697, false),
        ["sips"] = new(5061, false),
        ["rtsps"] = new(322, false),
        ["telnets"] = new(992, false),
        ["mqtts"] = new(8883, false),
        ["amqps"] = new(5671, false),
        ["rediss"] = new(6379, false),
        ["xmpps"] = new(5223, false),
        ["tls"] = new(443, false),
        ["ssl"] = new(443, false),
        ["ws"] = new(80, true),
        ["tcp"] = new(0, true),
    };

    /// <summary>The ports where TLS starts at once: those of the schemes above, and some ports without a scheme.</summary>
    private static readonly HashSet<int> s_portsOfTls = [.. s_known.Values.Where(scheme => !scheme.StartsPlain)
        .Select(scheme => scheme.Port), 853, 3269, 5986, 6443, 8443, 9443];

    /// <summary>Determines from its number whether TLS starts at once on a port.</summary>
    public static bool IsOfTls(int port) => s_portsOfTls.Contains(port);

    /// <summary>Returns the facts about a scheme, or null if it is unknown.</summary>
    public static SslScheme? Find(string scheme) => StartTlsProtocol.ByScheme(scheme) is { } protocol
        ? new(protocol.Schemes[scheme], true)
        : s_known.GetValueOrDefault(scheme);
}
