using System.Buffers;
using System.Globalization;
using System.Net;

namespace QSslModule;

/// <summary>A host and a port, out of the many ways to write them.</summary>
internal sealed record SslTarget(string HostName, int Port)
{
    private static readonly SearchValues<char> s_notInNames = SearchValues.Create(" /\\?#@");

    private static readonly Dictionary<string, int> s_ports = new(StringComparer.OrdinalIgnoreCase)
    {
        ["https"] = 443,
        ["wss"] = 443,
        ["imaps"] = 993,
        ["pop3s"] = 995,
        ["smtps"] = 465,
        ["submissions"] = 465,
        ["ldaps"] = 636,
        ["ftps"] = 990,
        ["nntps"] = 563,
        ["ircs"] = 6697,
        ["amqps"] = 5671,
        ["mqtts"] = 8883,
        ["rediss"] = 6379,
        ["sips"] = 5061,
        ["domain-s"] = 853,
    };

    public override string ToString() => HostName.Contains(':', StringComparison.Ordinal) ? $"[{HostName}]:{Port}" : $"{HostName}:{Port}";

    /// <summary>host, host:port, an address, [address]:port, or a URI whose scheme tells the port.</summary>
    /// <param name="text">What the caller gave.</param>
    /// <param name="port">The port that was given beside it; -1 for none. It outranks the text's.</param>
    /// <param name="target">The target.</param>
    /// <param name="reason">Why there is none.</param>
    public static bool TryParse(string? text, int port, out SslTarget? target, out string reason)
    {
        target = null;
        reason = "";
        text = text?.Trim() ?? "";
        if (text.Length == 0)
        {
            reason = "an empty host name was given";
            return false;
        }
        string host = text;
        int found = -1;
        int scheme = text.IndexOf("://", StringComparison.Ordinal);
        if (scheme > 0)
        {
            if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) || uri.Host.Length == 0)
            {
                reason = $"'{text}' is not a usable URI";
                return false;
            }
            host = uri.Host.Trim('[', ']');
            found = uri.Port > 0 && !uri.IsDefaultPort ? uri.Port : s_ports.TryGetValue(uri.Scheme, out int known) ? known : uri.Port;
            if (found <= 0 && port < 0)
            {
                reason = $"no port is known for '{uri.Scheme}:'; give one with -Port";
                return false;
            }
        }
        else if (text[0] == '[')
        {
            int end = text.IndexOf(']', StringComparison.Ordinal);
            if (end < 0 || !IPAddress.TryParse(text[1..end], out _) || (end + 1 < text.Length && text[end + 1] != ':'))
            {
                reason = $"'{text}' is not an address in brackets";
                return false;
            }
            host = text[1..end];
            if (end + 1 < text.Length && !TryPort(text[(end + 2)..], out found))
            {
                reason = $"'{text[(end + 2)..]}' is not a port (1 to 65535)";
                return false;
            }
        }
        else if (!IPAddress.TryParse(text, out _) && text.LastIndexOf(':') is int colon and > 0)
        {
            host = text[..colon];
            if (!TryPort(text[(colon + 1)..], out found))
            {
                reason = $"'{text[(colon + 1)..]}' is not a port (1 to 65535)";
                return false;
            }
        }
        if (host.AsSpan().ContainsAny(s_notInNames) || host.Contains(':', StringComparison.Ordinal) && !IPAddress.TryParse(host, out _))
        {
            reason = $"'{host}' is not a host name";
            return false;
        }
        target = new(host, port > 0 ? port : found > 0 ? found : 443);
        return true;
    }

    private static bool TryPort(string text, out int port) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is >= 1 and <= 65535;
}
