using System.Net;
using System.Net.Sockets;

namespace QSslCore;

/// <summary>The pending handshakes of a server. It selects the one to drop when there are too many. Any thread may call it.</summary>
internal sealed class HandshakeTable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<AcceptedHandshake, Entry> _all = new(ReferenceEqualityComparer.Instance);
    private readonly LinkedList<AcceptedHandshake> _silent = new();
    private readonly Dictionary<IPAddress, Crowd> _crowds = [];

    /// <summary>The number of pending handshakes.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _all.Count;
            }
        }
    }

    /// <summary>The group that a client counts in: the IPv4 address, or the /64 network of an IPv6 address, because one machine can have
    /// all addresses of the network.</summary>
    public static IPAddress GroupOf(IPAddress? address)
    {
        if (address is null)
            return IPAddress.None;
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address;
        byte[] bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new(bytes);
    }

    /// <summary>True if one more handshake can start, if necessary in place of another one.</summary>
    public bool HasRoom(int limit)
    {
        lock (_gate)
        {
            return _all.Count < limit || _silent.Count > 0;
        }
    }

    /// <summary>Adds a handshake, unless too many are pending and all of their clients have sent something.</summary>
    /// <param name="handshake">The new handshake.</param>
    /// <param name="limit">The maximum number of all handshakes.</param>
    /// <param name="limitOfClient">The maximum number of handshakes of one client.</param>
    /// <param name="givesWay">The oldest handshake whose client has sent nothing, for the caller to drop, or null if there is room.</param>
    /// <param name="isClientFull">True if the client itself, and not all clients together, has too many handshakes.</param>
    public bool TryAdd(AcceptedHandshake handshake, int limit, int limitOfClient, out AcceptedHandshake? givesWay, out bool isClientFull)
    {
        lock (_gate)
        {
            Crowd crowd = _crowds.TryGetValue(handshake.Client, out Crowd? known) ? known : new();
            isClientFull = crowd.Count >= limitOfClient;
            bool isFull = isClientFull || _all.Count >= limit;
            givesWay = !isFull ? null : (isClientFull ? crowd.Silent : _silent).First?.Value;
            if (isFull && givesWay is null)
                return false;
            // Add first, because the dropped handshake may be the last one of the same client.
            _crowds[handshake.Client] = crowd;
            crowd.Count++;
            if (givesWay is not null)
                Unlist(givesWay);
            _all.Add(handshake, new(_silent.AddLast(handshake), crowd.Silent.AddLast(handshake)));
            return true;
        }
    }

    /// <summary>Records that the client has sent something. Its handshake is no longer dropped for another one.</summary>
    public void Spoke(AcceptedHandshake handshake)
    {
        lock (_gate)
        {
            Unlist(handshake);
        }
    }

    /// <summary>Removes a handshake that has ended. Returns false if it was already removed.</summary>
    public bool Remove(AcceptedHandshake handshake)
    {
        lock (_gate)
        {
            Unlist(handshake);
            if (!_all.Remove(handshake))
                return false;
            if (--_crowds[handshake.Client].Count == 0)
                _crowds.Remove(handshake.Client);
            return true;
        }
    }

    /// <summary>Removes all handshakes.</summary>
    public AcceptedHandshake[] Clear()
    {
        lock (_gate)
        {
            AcceptedHandshake[] all = [.. _all.Keys];
            _all.Clear();
            _silent.Clear();
            _crowds.Clear();
            return all;
        }
    }

    private void Unlist(AcceptedHandshake handshake)
    {
        if (!_all.TryGetValue(handshake, out Entry entry) || entry.InAll.List is null)
            return;
        _silent.Remove(entry.InAll);
        entry.InCrowd.List!.Remove(entry.InCrowd);
    }

    /// <summary>The positions of a handshake in the lists of silent clients.</summary>
    private readonly record struct Entry(LinkedListNode<AcceptedHandshake> InAll, LinkedListNode<AcceptedHandshake> InCrowd);

    /// <summary>The handshakes of one client.</summary>
    private sealed class Crowd
    {
        public int Count { get; set; }

        public LinkedList<AcceptedHandshake> Silent { get; } = new();
    }
}
