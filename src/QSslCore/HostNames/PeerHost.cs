using System.Net;

namespace QSslCore;

/// <summary>The name to verify a peer with. It is parsed once, here. The request to the server (SNI), the comparison with the certificate
/// and the explanation use the result.</summary>
internal sealed class PeerHost
{
    private PeerHost(string name, IPAddress? address, string? ace) => (Name, Address, Ace) = (name, address, ace);

    /// <summary>No name.</summary>
    public static PeerHost None { get; } = new("", null, null);

    /// <summary>The name or the address as the caller wrote it; empty if there is none.</summary>
    public string Name { get; }

    /// <summary>The address, if the name is one in its full form; otherwise null.</summary>
    public IPAddress? Address { get; }

    /// <summary>The result of <see cref="HostName.ToAce"/>; null for an address and for a text that cannot be the name of a host.</summary>
    public string? Ace { get; }

    /// <summary>Parses a name that is not empty. An international name is converted to ASCII here.</summary>
    public static PeerHost Parse(string name) => HostName.TryParseAddress(name, out IPAddress address)
        ? new(name, address, null)
        : new(name, null, HostName.ToAce(name));
}
