using System.Net;
using System.Text;

namespace QSslCore;

/// <summary>A host and a port to connect to. The name is parsed once, here, and all code that connects uses the result.</summary>
internal sealed record HostTarget
{
    private const int MaxNameLength = 255;

    private PeerHost? _peer;

    private HostTarget(string name, int port) => (Name, Port) = (name, port);

    /// <summary>The host as the caller named it, without the brackets of an address: certificates do not contain them.</summary>
    public string Name { get; }

    public int Port { get; }

    /// <summary>The address if the name is an address or was resolved to one; otherwise null.</summary>
    public IPAddress? Address { get; private init; }

    /// <summary>The name or the address in the form for a resolver or a proxy; empty if it cannot be one.</summary>
    public string WireName { get; private init; } = "";

    /// <summary>Why the name cannot be the name of a host; null if it can.</summary>
    public string? Fault { get; private init; }

    /// <summary>The host as the name to verify the peer with. It is parsed when it is first used.</summary>
    public PeerHost Peer => _peer ??= PeerHost.Parse(Name);

    /// <summary>The host and the port, with an IPv6 address in brackets.</summary>
    public string Display => HostAndPort.Display(Name, Port);

    public bool IsLoopback =>
        Address is { } address ? IPAddress.IsLoopback(address) : Name.Equals("localhost", StringComparison.OrdinalIgnoreCase);

    /// <summary>Parses a host name, which may be an international one, or an address. A name that is not possible has a
    /// <see cref="Fault"/>.</summary>
    /// <param name="hostName">The name or the address. An address may be in brackets.</param>
    /// <param name="port">1 to 65535.</param>
    public static HostTarget Parse(string hostName, int port)
    {
        HostTarget target = new(hostName is ['[', .. string inner, ']'] ? inner : hostName, port);
        if (HostName.TryParseLiteral(hostName, out IPAddress literal))
            return target.At(literal);
        // A text that cannot be a name does not reach a resolver or a proxy, which might misinterpret it.
        bool isPossible = hostName.Length <= MaxNameLength && !hostName.Any(c => char.IsWhiteSpace(c) || char.IsControl(c));
        // The resolver of the system may accept a name that is not a valid host name.
        string? name = !isPossible ? null : Ascii.IsValid(hostName) ? hostName : target.Name == hostName ? target.Peer.Ace : null;
        if (name is null)
            return target with { Fault = $"'{InputEcho.Of(hostName)}' is not a possible host name." };
        return HostName.IsShorthand(name)
            ? target with { Fault = HostName.DescribeShorthand(hostName) }
            : target with { WireName = name };
    }

    /// <summary>Returns the same host with an address that its name was resolved to.</summary>
    public HostTarget At(IPAddress address) => this with { Address = address, WireName = address.ToString() };
}
