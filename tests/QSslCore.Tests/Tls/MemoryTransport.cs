using QSslCore.Tls;

namespace QSslCore.Tests.Tls;

/// <summary>One end of a connection in memory that moves bytes in pieces, as a seed says, and holds only so many.</summary>
internal sealed class MemoryTransport(Random random, int window = int.MaxValue) : ITlsTransport
{
    private readonly Queue<byte> _incoming = new();
    private MemoryTransport? _peer;

    public bool Ended { get; set; }

    /// <summary>What the next read yields at the most, once; 0 for as much as chance says.</summary>
    public int NextRead { get; set; }

    /// <summary>How often this end was asked for bytes.</summary>
    public int Reads { get; private set; }

    /// <summary>A read that yields less than it had room for drains this end, until that is taken back.</summary>
    public bool TellsDrained { get; set; }

    public bool IsDrained { get; private set; }

    /// <summary>Bytes that this end has not read yet.</summary>
    public int Waiting => _incoming.Count;

    /// <summary>Everything that this end has sent.</summary>
    public List<byte> Sent { get; } = [];

    public static (MemoryTransport Client, MemoryTransport Server) Pair(int seed = 1, int window = int.MaxValue)
    {
        Random random = new(seed);
        MemoryTransport client = new(random, window), server = new(random, window);
        (client._peer, server._peer) = (server, client);
        return (client, server);
    }

    /// <summary>More is found to be there, or may be.</summary>
    public void Announce() => IsDrained = false;

    public void Inject(ReadOnlySpan<byte> bytes)
    {
        foreach (byte b in bytes)
            _incoming.Enqueue(b);
    }

    /// <summary>Changes one of the bytes that have not been read yet.</summary>
    public void Change(Random where) => Rewrite(waiting =>
    {
        waiting[where.Next(waiting.Length)] ^= (byte)where.Next(1, 256);
        return waiting;
    });

    /// <summary>Puts other bytes in the place of those that have not been read yet.</summary>
    public void Rewrite(Func<byte[], byte[]> how)
    {
        byte[] waiting = [.. _incoming];
        _incoming.Clear();
        Inject(how(waiting));
    }

    public TransportResult TryRead(Span<byte> destination)
    {
        Reads++;
        if (_incoming.Count == 0)
            return Ended ? TransportResult.EndOfStream : TransportResult.WouldBlock;
        int n = Math.Min(destination.Length, _incoming.Count);
        if (NextRead > 0)
            (n, NextRead) = (Math.Min(n, NextRead), 0);
        else if (random.Next(3) == 0)
            n = random.Next(1, n + 1);
        IsDrained = TellsDrained && n < destination.Length;
        for (int i = 0; i < n; i++)
            destination[i] = _incoming.Dequeue();
        return TransportResult.Moved(n);
    }

    public TransportResult TryWrite(ReadOnlySpan<byte> source)
    {
        int n = Math.Min(source.Length, window - _peer!._incoming.Count);
        if (n > 1 && random.Next(3) == 0)
            n = random.Next(1, n + 1);
        if (n <= 0)
            return TransportResult.WouldBlock;
        _peer.Inject(source[..n]);
        foreach (byte b in source[..n])
            Sent.Add(b);
        return TransportResult.Moved(n);
    }
}
