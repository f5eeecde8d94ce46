using System.Net;
using System.Net.Sockets;

namespace QSslCore;

/// <summary>The handshakes of a server that are under way, and who gives way when there are too many. Any thread.</summary>
internal sealed class HandshakeTable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<AcceptedHandshake, Entry> _all = new(ReferenceEqualityComparer.Instance);
    private readonly LinkedList<AcceptedHandshake> _silent = new();
    private readonly Dictionary<IPAddress, Crowd> _crowds = [];

    /// <summary>How many are under way.</summary>
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

    /// <summary>What clients are counted by: the IPv4 address, or the /64 network of an IPv6 address, since one machine has all of
    /// that.</summary>
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

    /// <summary>One more can be taken, be it that another gives way.</summary>
    public bool HasRoom(int limit)
    {
        lock (_gate)
        {
            return _all.Count < limit || _silent.Count > 0;
        }
    }

    /// <summary>Takes one more, unless too many are under way that all have said something.</summary>
    /// <param name="handshake">The new one.</param>
    /// <param name="limit">The most of all.</param>
    /// <param name="limitOfClient">The most of one client.</param>
    /// <param name="givesWay">The oldest that has said nothing, which the caller is to drop; null when there is room.</param>
    /// <param name="isClientFull">Its own client has too many, and not all clients together.</param>
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
            // Before: it may be the last of the same client.
            _crowds[handshake.Client] = crowd;
            crowd.Count++;
            if (givesWay is not null)
                Unlist(givesWay);
            _all.Add(handshake, new(_silent.AddLast(handshake), crowd.Silent.AddLast(handshake)));
            return true;
        }
    }

    /// <summary>The client has said something: it gives way no more.</summary>
    public void Spoke(AcceptedHandshake handshake)
    {
        lock (_gate)
        {
            Unlist(handshake);
        }
    }

    /// <summary>It has ended; false when it had been removed before.</summary>
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

    /// <summary>Removes all.</summary>
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

    /// <summary>Its places in the lists of those that have said nothing.</summary>
    private readonly record struct Entry(LinkedListNode<AcceptedHandshake> InAll, LinkedListNode<AcceptedHandshake> InCrowd);

    /// <summary>The handshakes of one client.</summary>
    private sealed class Crowd
    {
        public int Count { get; set; }

        public LinkedList<AcceptedHandshake> Silent { get; } = new();
    }
}
