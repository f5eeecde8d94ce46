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
    /// <param name="description">The usual name, with the document that defines how TLS starts.</param>
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

    /// <summary>The usual name and the document that defines how TLS starts, such as <c>SMTP (RFC 3207)</c>.</summary>
    public string Description { get; }

    /// <summary>The port that servers of the protocol usually listen on, 1 to 65535.</summary>
    public int DefaultPort { get; }

    /// <summary>The URI schemes of the protocol, each with its default port. Case is ignored. The name is one of the
    /// schemes.</summary>
    public IReadOnlyDictionary<string, int> Schemes => _schemes.Value;

    /// <summary>The ports by which <see cref="ByPort"/> finds the protocol; empty if the port does not identify it, as with HTTP.</summary>
    public IReadOnlyList<int> Ports => IsKnownByPort ? [DefaultPort, .. OtherPorts] : OtherPorts;

    /// <summary>Whether <see cref="QSslServer.StartTls"/> supports the server's side of the protocol.</summary>
    public bool HasServerSide => _responder is not null;

    /// <summary>Additional schemes, each with its port.</summary>
    internal Dictionary<string, int> OtherSchemes { private get; init; } = [];

    /// <summary>Additional ports.</summary>
    internal int[] OtherPorts { private get; init; } = [];

    /// <summary>False if most servers on the default port do not support the change to TLS.</summary>
    internal bool IsKnownByPort { private get; init; } = true;

    /// <summary>All known protocols in alphabetical order.</summary>
    public static IReadOnlyList<StartTlsProtocol> All => StartTlsTable.Sorted;

    /// <summary>Returns the protocol with a name; null if there is none. Case is ignored.</summary>
    /// <param name="name">The name, such as <c>smtp</c>.</param>
    public static StartTlsProtocol? Find(string name) => StartTlsTable.ByName.GetValueOrDefault(name);

    /// <summary>Returns the protocol of a URI scheme; null if there is none, and for schemes that begin with TLS, such as <c>smtps</c>.
    /// Case is ignored.</summary>
    /// <param name="scheme">The scheme, such as <c>submission</c>.</param>
    public static StartTlsProtocol? ByScheme(string scheme) => StartTlsTable.ByScheme.GetValueOrDefault(scheme);

    /// <summary>Returns the usual protocol on a port; null if there is none, and for ports where TLS begins at once, such as 465.</summary>
    /// <param name="port">The number of the port.</param>
    public static StartTlsProtocol? ByPort(int port) => StartTlsTable.ByPort.GetValueOrDefault(port);

    /// <summary>Returns the name.</summary>
    public override string ToString() => Name;

    /// <summary>Creates a dialogue for one connection.</summary>
    /// <param name="hostName">The name of the peer, for protocols that send it.</param>
    internal StartTlsDialogue CreateDialogue(string hostName) => _dialogue(hostName);

    /// <summary>Creates the server's side for one connection; null if there is none.</summary>
    internal StartTlsResponder? CreateResponder(StartTlsFault fault) => _responder?.Invoke(fault);
}
