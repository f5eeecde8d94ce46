using System.Net;
using System.Text;

namespace QSslCore;

/// <summary>A host and a port to connect to. The name is parsed here, once, and everything that connects takes the result.</summary>
internal sealed record HostTarget
{
    private const int MaxNameLength = 255;

    private PeerHost? _peer;

    private HostTarget(string name, int port) => (Name, Port) = (name, port);

    /// <summary>The host as the caller named it, without the brackets of an address: no certificate has them.</summary>
    public string Name { get; }

    public int Port { get; }

    /// <summary>The address, where the name is one or was resolved; null for a name.</summary>
    public IPAddress? Address { get; private init; }

    /// <summary>The name or the address as a resolver or a proxy takes it; empty when it cannot be one.</summary>
    public string WireName { get; private init; } = "";

    /// <summary>Why it cannot be the name of a host; null when it can.</summary>
    public string? Fault { get; private init; }

    /// <summary>The host as the name to verify the peer by, parsed at the first use.</summary>
    public PeerHost Peer => _peer ??= PeerHost.Parse(Name);

    /// <summary>host:port, an IPv6 address in brackets.</summary>
    public string Display => HostAndPort.Display(Name, Port);

    public bool IsLoopback =>
        Address is { } address ? IPAddress.IsLoopback(address) : Name.Equals("localhost", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads a host name (international ones, too) or an address. A name that cannot be one has a <see cref="Fault"/>.</summary>
    /// <param name="hostName">The name or the address, the latter also in brackets.</param>
    /// <param name="port">1 to 65535.</param>
    public static HostTarget Parse(string hostName, int port)
    {
        HostTarget target = new(hostName is ['[', .. string inner, ']'] ? inner : hostName, port);
        if (HostName.TryParseLiteral(hostName, out IPAddress literal))
            return target.At(literal);
        // Neither a resolver nor a proxy gets what could never be a name, and might be read as something else.
        bool isPossible = hostName.Length <= MaxNameLength && !hostName.Any(c => char.IsWhiteSpace(c) || char.IsControl(c));
        // What is no proper name may still be one to the system's resolver.
        string? name = !isPossible ? null : Ascii.IsValid(hostName) ? hostName : target.Name == hostName ? target.Peer.Ace : null;
        if (name is null)
            return target with { Fault = $"'{InputEcho.Of(hostName)}' is not a possible host name." };
        return HostName.IsShorthand(name)
            ? target with { Fault = HostName.DescribeShorthand(hostName) }
            : target with { WireName = name };
    }

    /// <summary>The same host at an address that its name was resolved to.</summary>
    public HostTarget At(IPAddress address) => this with { Address = address, WireName = address.ToString() };
}
