using System.Globalization;
using QSslCore;

namespace QSslModule;

/// <summary>Where to connect to: a host and, when it was named, a port.</summary>
public sealed class SslTarget
{
    internal const int NoPort = -1;

    private SslTarget(object? input, string hostName, int port, string scheme, string failure)
    {
        Input = input;
        HostName = hostName;
        Port = port;
        Scheme = scheme;
        Failure = failure;
    }

    /// <summary>The host's name or address, without brackets.</summary>
    public string HostName { get; }

    /// <summary>The port that was named; -1 when none was.</summary>
    public int Port { get; }

    /// <summary>The scheme of a URI in lower case; empty for anything else.</summary>
    public string Scheme { get; }

    /// <summary>What the user gave; null for nothing, which is unusable.</summary>
    internal object? Input { get; }

    /// <summary>The file and the line of the list that it comes from; empty for none.</summary>
    internal string Source { get; set; } = "";

    /// <summary>What was said of it beside the host, such as its owner.</summary>
    internal IReadOnlyDictionary<string, string> Tags
    {
        get => field ??= TargetTags.Of(Input);
        set;
    }

    /// <summary>Why it is no target, as a sentence; empty when it is one.</summary>
    internal string Failure { get; }

    /// <summary>A line of a list that is empty, or a comment.</summary>
    internal bool IsNote { get; private init; }

    /// <summary>What was given, for people: short, visible, and no secret that was given by mistake.</summary>
    internal string Shown => TargetText.Describe(Input);

    /// <summary>The port to use: the one named, else the one given for all, else the scheme's, else that of the protocol before TLS, else
    /// that of HTTPS.</summary>
    internal int PortOr(int common, string? startTls = null)
    {
        if (Port != NoPort)
            return Port;
        return common != NoPort ? common
            : SslScheme.Find(Scheme)?.Port ?? StartTlsProtocol.Find(startTls ?? "")?.DefaultPort ?? SslScheme.DefaultPort;
    }

    internal static SslTarget Of(object input, string hostName, int port, string scheme = "") => new(input, hostName, port, scheme, "");

    internal static SslTarget Unusable(object? input, string failure) => new(input, "", NoPort, "", failure);

    internal static SslTarget Note(object input) =>
        new(input, "", NoPort, "", "A line that is empty or a comment names no host.") { IsNote = true };

    /// <summary>A host and its port for people: what cannot be seen in the name is written out.</summary>
    internal static string Display(string hostName, int port)
    {
        string shown = VisibleText.Of(hostName);
        string host = shown.Contains(':', StringComparison.Ordinal) ? $"[{shown}]" : shown;
        return port == NoPort ? host : string.Create(CultureInfo.InvariantCulture, $"{host}:{port}");
    }

    /// <summary>Host and port, an IPv6 address in brackets.</summary>
    public override string ToString() => Failure.Length > 0 ? InputEcho.Of(Input?.ToString()) : Display(HostName, Port);
}
