using System.Globalization;
using QSslCore;

namespace QSslModule;

/// <summary>The target of a connection: a host, and optionally a port.</summary>
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

    /// <summary>The name or address of the host, without brackets.</summary>
    public string HostName { get; }

    /// <summary>The port; -1 if the input does not name one.</summary>
    public int Port { get; }

    /// <summary>The scheme of a URI in lower case; empty for other input.</summary>
    public string Scheme { get; }

    /// <summary>The input of the user; null if there is none, which is not usable.</summary>
    internal object? Input { get; }

    /// <summary>The file and the line of the list that the target comes from; empty for none.</summary>
    internal string Source { get; set; } = "";

    /// <summary>The other information about the target, such as its owner.</summary>
    internal IReadOnlyDictionary<string, string> Tags
    {
        get => field ??= TargetTags.Of(Input);
        set;
    }

    /// <summary>Why the input is not a valid target, as a sentence; empty if it is valid.</summary>
    internal string Failure { get; }

    /// <summary>Whether the target is an empty line of a list, or a comment.</summary>
    internal bool IsNote { get; private init; }

    /// <summary>Whether the input is a whole list of hosts that cannot be read.</summary>
    internal bool IsList { get; private init; }

    /// <summary>The input for display: short, visible, and without a secret that was passed by mistake.</summary>
    internal string Shown => TargetText.Describe(Input);

    /// <summary>Returns the port to use. The order is: the port of the target, the common port, the port of the scheme, the port of the
    /// protocol before TLS, the port of HTTPS.</summary>
    internal int PortOr(int common, string? startTls = null)
    {
        if (Port != NoPort)
            return Port;
        return common != NoPort ? common
            : SslScheme.Find(Scheme)?.Port ?? StartTlsProtocol.Find(startTls ?? "")?.DefaultPort ?? SslScheme.DefaultPort;
    }

    internal static SslTarget Of(object input, string hostName, int port, string scheme = "") => new(input, hostName, port, scheme, "");

    internal static SslTarget Unusable(object? input, string failure) => new(input, "", NoPort, "", failure);

    internal static SslTarget UnusableList(string path, string failure) => new(path, "", NoPort, "", failure) { IsList = true };

    internal static SslTarget Note(object input) =>
        new(input, "", NoPort, "", "A line that is empty or a comment names no host.") { IsNote = true };

    /// <summary>Returns a host and its port for display. Invisible characters of the name are written out.</summary>
    internal static string Display(string hostName, int port)
    {
        string shown = VisibleText.Of(hostName);
        string host = shown.Contains(':', StringComparison.Ordinal) ? $"[{shown}]" : shown;
        return port == NoPort ? host : string.Create(CultureInfo.InvariantCulture, $"{host}:{port}");
    }

    /// <summary>Returns the host and the port, with an IPv6 address in brackets.</summary>
    public override string ToString() => Failure.Length > 0 ? InputEcho.Of(Input?.ToString()) : Display(HostName, Port);
}
