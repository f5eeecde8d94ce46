using QSslCore.StartTls;

namespace QSslCore;

/// <summary>
/// A protocol that begins in plain text and starts TLS with its own dialogue, such as SMTP with STARTTLS. Instances are
/// immutable and safe to share between threads.
/// </summary>
public sealed class StartTlsProtocol
{
    private readonly Func<string, StartTlsDialogue> _dialogue;
    private readonly Func<StartTlsFault, StartTlsResponder>? _responder;
    private readonly Lazy<IReadOnlyDictionary<string, int>> _schemes;

    /// <param name="name">The name in lower case. It is also a scheme of URIs.</param>
    /// <param name="description">The usual name, with the document that defines the way to TLS.</param>
    /// <param name="port">The default port.</param>
    /// <param name="dialogue">Creates the client's side for a host name.</param>
    /// <param name="responder">Creates the server's side, or null if there is none.</param>
    internal StartTlsProtocol(string name, string description, int port, Func<string, StartTlsDialogue> dialogue,
        Func<StartTlsFault, StartTlsResponder>? responder)
    {
        Name = name;
        Description = description;
        DefaultPort = port;
        _dialogue = dialogue;
        _responder = responder;
        _schemes = new(() => new Dictionary<string, int>(OtherSchemes, StringComparer.OrdinalIgnoreCase) { [Name] = DefaultPort });
    }

    /// <summary>The name, in lower case, such as <c>xmpp-client</c>.</summary>
    public string Name { get; }

    /// <summary>The usual name and the document that defines the way to TLS, such as <c>SMTP (RFC 3207)</c>.</summary>
    public string Description { get; }

    /// <summary>The port that servers of the protocol usually listen on, 1 to 65535.</summary>
    public int DefaultPort { get; }

    /// <summary>The schemes of URIs that stand for the protocol, without regard to case, each with its default port; the name is one of
    /// them.</summary>
    public IReadOnlyDictionary<string, int> Schemes => _schemes.Value;

    /// <summary>The ports that <see cref="ByPort"/> knows the protocol by; empty where the port says nothing, as with HTTP.</summary>
    public IReadOnlyList<int> Ports => IsKnownByPort ? [DefaultPort, .. OtherPorts] : OtherPorts;

    /// <summary>Whether <see cref="QSslServer.StartTls"/> can play the server's side of the protocol.</summary>
    public bool HasServerSide => _responder is not null;

    /// <summary>Additional schemes, each with its port.</summary>
    internal Dictionary<string, int> OtherSchemes { private get; init; } = [];

    /// <summary>Additional ports.</summary>
    internal int[] OtherPorts { private get; init; } = [];

    /// <summary>False where most servers on the default port do not know the way to TLS.</summary>
    internal bool IsKnownByPort { private get; init; } = true;

    /// <summary>Every protocol that is known, in alphabetical order.</summary>
    public static IReadOnlyList<StartTlsProtocol> All => StartTlsTable.Sorted;

    /// <summary>The protocol of a name, without regard to case; null when there is none.</summary>
    /// <param name="name">The name, such as <c>smtp</c>.</param>
    public static StartTlsProtocol? Find(string name) => StartTlsTable.ByName.GetValueOrDefault(name);

    /// <summary>The protocol that a URI's scheme stands for, without regard to case; null when there is none, also for schemes that begin
    /// with TLS, such as <c>smtps</c>.</summary>
    /// <param name="scheme">The scheme, such as <c>submission</c>.</param>
    public static StartTlsProtocol? ByScheme(string scheme) => StartTlsTable.ByScheme.GetValueOrDefault(scheme);

    /// <summary>The protocol that is usual on a port; null when none is, also for ports where TLS begins at once, such as 465.</summary>
    /// <param name="port">The number of the port.</param>
    public static StartTlsProtocol? ByPort(int port) => StartTlsTable.ByPort.GetValueOrDefault(port);

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    /// <summary>A new dialogue: it serves one connection.</summary>
    /// <param name="hostName">The name of the peer, for protocols that tell it.</param>
    internal StartTlsDialogue CreateDialogue(string hostName) => _dialogue(hostName);

    /// <summary>A new server's side, for one connection; null when there is none.</summary>
    internal StartTlsResponder? CreateResponder(StartTlsFault fault) => _responder?.Invoke(fault);
}
