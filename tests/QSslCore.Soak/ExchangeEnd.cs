using System.Text;
using QSslCore.Tls;

namespace QSslCore.Soak;

/// <summary>One end of an <see cref="Exchange"/>.</summary>
/// <param name="engine">Belongs to it.</param>
/// <param name="wire">What the engine reads and writes.</param>
/// <param name="line">What it says.</param>
/// <param name="expected">The certificate that the peer must have; null for a peer without one.</param>
internal sealed class ExchangeEnd(TlsEngine engine, FaultyTransport wire, string line, QSslCertificate? expected) : IDisposable
{
    private readonly byte[] _line = Encoding.ASCII.GetBytes(line);
    private readonly List<byte> _heard = [];
    private readonly byte[] _room = new byte[256];
    private bool _isEstablished;
    private int _said;

    public FaultyTransport Wire => wire;

    public ExchangeEnd? Peer { get; set; }

    /// <summary>How it ended; null as long as it waits for something.</summary>
    public TlsEngineStatus? End { get; private set; }

    public bool HeardAll => _heard.Count == Peer!._line.Length;

    /// <summary>Does what it can.</summary>
    public void Step()
    {
        if (End is not null)
            return;
        TlsEngineStatus status = _isEstablished ? Talk() : Greet();
        if (status is not (TlsEngineStatus.Failed or TlsEngineStatus.Closed or TlsEngineStatus.Truncated))
            return;
        if (status == TlsEngineStatus.Failed && engine.Failure is not { Reason.Length: > 0 })
            throw new InvalidOperationException("a failure without a reason");
        End = status;
        engine.Shutdown();
        Peer!.Wire.HangUp();
    }

    public void Dispose() => engine.Dispose();

    public override string ToString() =>
        $"{End?.ToString() ?? "waits"}, {(_isEstablished ? "established" : "handshake")}, heard {_heard.Count} ({engine.Failure?.Reason})";

    private TlsEngineStatus Greet()
    {
        TlsEngineStatus status = engine.Handshake();
        if (status == TlsEngineStatus.NeedsVerdict)
        {
            if (engine.Peer.ChainErrors.Count == 0)
                engine.Accept();
            else
                engine.Reject(engine.Peer.ChainErrors[0].Error);
            status = engine.Handshake();
        }
        if (status != TlsEngineStatus.Complete)
            return status;
        _isEstablished = true;
        return expected is null || expected.Equals(engine.Peer.Chain[0])
            ? status
            : throw new InvalidOperationException("another peer was accepted");
    }

    private TlsEngineStatus Talk()
    {
        while (_said < _line.Length && engine.Write(_line.AsSpan(_said, 1), out int taken) == TlsEngineStatus.Complete)
            _said += taken;
        if (engine.Flush() == TlsEngineStatus.Failed)
            return TlsEngineStatus.Failed;
        TlsEngineStatus status = engine.Read(_room, out int count);
        _heard.AddRange(_room.AsSpan(0, count));
        if (_heard.Count > Peer!._line.Length || !_heard.SequenceEqual(Peer._line.Take(_heard.Count)))
            throw new InvalidOperationException("it read what was not written");
        if (status == TlsEngineStatus.WantRead && HeardAll && _said == _line.Length && engine.Shutdown() == TlsEngineStatus.Failed)
            return TlsEngineStatus.Failed;
        return status;
    }
}
