using System.Net;

namespace QSslCore.Sockets;

/// <summary>The two ends of a connection. Replaced as a whole, so that a reader on another thread never sees a mix of two.</summary>
internal sealed record SocketEndpoints
{
    private PeerHost? _peerHost;

    public static SocketEndpoints None { get; } = new();

    public IPAddress? LocalAddress { get; init; }

    public int LocalPort { get; init; }

    public IPAddress? PeerAddress { get; init; }

    public int PeerPort { get; init; }

    /// <summary>The host as the caller named it.</summary>
    public string PeerName { get; init; } = "";

    /// <summary>The host that the caller named; null for an accepted connection.</summary>
    public HostTarget? Host { get; init; }

    /// <summary>The host as a name to verify by, parsed at the first use.</summary>
    public PeerHost PeerHost => Host?.Peer
        ?? (_peerHost is { } known && known.Name == PeerName ? known : _peerHost = PeerHost.Parse(PeerName));

    /// <summary>Host and port as the caller named them, for messages.</summary>
    public string Target { get; init; } = "";

    /// <summary>The same with the addresses of the system's socket.</summary>
    public SocketEndpoints Of(ISocketTransport transport)
    {
        IPEndPoint? local = transport.LocalEndPoint, remote = transport.RemoteEndPoint;
        return this with
        {
            LocalAddress = local?.Address,
            LocalPort = local?.Port ?? 0,
            PeerAddress = remote?.Address,
            PeerPort = remote?.Port ?? 0,
        };
    }

    /// <summary>The same after the end of the connection: the names stay, for messages.</summary>
    public SocketEndpoints WithoutAddresses() => new() { PeerName = PeerName, Host = Host, Target = Target };
}
