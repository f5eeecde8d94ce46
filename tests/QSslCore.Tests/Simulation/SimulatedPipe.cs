namespace QSslCore.Tests.Simulation;

/// <summary>One direction of a connection: bytes arrive late and in pieces, but in order.</summary>
internal sealed class SimulatedPipe(SimulatedNetwork network)
{
    private const int Window = 64 * 1024;

    private readonly Queue<byte> _arrived = new();
    private TimeSpan _lastArrival;
    private int _inFlight;

    /// <summary>Bytes that were ever written.</summary>
    public long Total { get; private set; }

    /// <summary>Everything that was ever written, for tests that look at the wire.</summary>
    public List<byte> Log { get; } = [];

    public bool Ended { get; private set; }

    public int Arrived => _arrived.Count;

    public bool HasRoom => _arrived.Count + _inFlight < Window;

    public int Write(ReadOnlySpan<byte> bytes)
    {
        int room = Window - _arrived.Count - _inFlight;
        int n = Math.Min(bytes.Length, room);
        if (network.Chops && n > 1 && network.Random.Next(4) == 0)
            n = network.Random.Next(1, n + 1);
        byte[] taken = bytes[..n].ToArray();
        Total += n;
        Log.AddRange(taken);
        _inFlight += n;
        for (int at = 0; at < n;)
        {
            int piece = network.Chops && network.Random.Next(3) == 0 ? Math.Min(network.Random.Next(1, 20), n - at) : n - at;
            byte[] bytesOfPiece = taken[at..(at + piece)];
            Arrive(() =>
            {
                _inFlight -= bytesOfPiece.Length;
                foreach (byte b in bytesOfPiece)
                    _arrived.Enqueue(b);
            });
            at += piece;
        }
        return n;
    }

    public void End() => Arrive(() => Ended = true);

    public int Read(Span<byte> destination)
    {
        int n = Math.Min(destination.Length, _arrived.Count);
        for (int i = 0; i < n; i++)
            destination[i] = _arrived.Dequeue();
        return n;
    }

    private void Arrive(Action action)
    {
        TimeSpan at = network.Clock.Now + network.Delay(3);
        _lastArrival = at > _lastArrival ? at : _lastArrival;
        network.Clock.At(_lastArrival - network.Clock.Now, action);
    }
}
