using QSslCore.Tests.Support;
using QSslCore.Tests.Tls;
using QSslCore.Tls;

namespace QSslCore.Soak;

/// <summary>
/// Two engines in memory shake hands, exchange a line each, every byte in a record of its own, and say farewell, while one of them suffers
/// a fault of its wire.
/// </summary>
internal sealed class Exchange : IDisposable
{
    private const int MaxTurns = 20_000;

    /// <summary>More turns without a byte than a library takes to think.</summary>
    private const int IdleTurns = 4;

    private readonly ExchangeEnd _client;
    private readonly ExchangeEnd _server;
    private readonly ExchangeEnd _victim;
    private readonly WireFault? _fault;

    public Exchange(ExchangePair pair, bool onServer, WireFault? fault, long at, int seed)
    {
        Random random = new(seed);
        byte change = (byte)random.Next(1, 256);
        _fault = fault;
        (MemoryTransport toClient, MemoryTransport toServer) = MemoryTransport.Pair(seed);
        FaultyTransport clientWire = new(toClient, onServer ? null : fault, at, change);
        FaultyTransport serverWire = new(toServer, onServer ? fault : null, at, change);
        _server = new(pair.MakeServer(serverWire), serverWire, "from the server", null);
        _client = new(pair.MakeClient(clientWire), clientWire, "from the client", TestPki.Server.Certificate);
        (_client.Peer, _server.Peer) = (_server, _client);
        _victim = onServer ? _server : _client;
    }

    /// <summary>Runs it to its end.</summary>
    /// <returns>False when the fault is behind the last byte.</returns>
    /// <exception cref="InvalidOperationException">Something happened that must not.</exception>
    public bool Run()
    {
        Drive();
        bool happened = _victim.Wire.HasHappened;
        if (!happened || _fault == WireFault.OneByte)
        {
            Expect(_client.End == TlsEngineStatus.Closed && _server.End == TlsEngineStatus.Closed
                && _client.HeardAll && _server.HeardAll, "a good exchange does not end well");
            return happened;
        }
        switch (_fault)
        {
            case WireFault.Cut:
                Expect(_victim.End is TlsEngineStatus.Failed or TlsEngineStatus.Truncated, "a cut is taken for a farewell");
                break;
            case WireFault.Reset:
                Expect(_victim.End is TlsEngineStatus.Failed or TlsEngineStatus.Truncated, "a reset is not an end");
                break;
            case WireFault.Stalled:
                Expect(_victim.End is null, "silence is an end");
                break;
        }
        // What is still waiting is hung up on, as the limit of a wait would.
        _client.Wire.End();
        _server.Wire.End();
        Drive();
        Expect(_client.End is not null && _server.End is not null, "an end is not noticed");
        return true;
    }

    /// <summary>Runs it where any end is a good one that is told.</summary>
    public void RunToAnyEnd()
    {
        Drive();
        _client.Wire.End();
        _server.Wire.End();
        Drive();
        Expect(_client.End is not null && _server.End is not null, "an end is not noticed");
    }

    /// <summary>Whether one of them failed.</summary>
    public bool HasFailed => _client.End != TlsEngineStatus.Closed || _server.End != TlsEngineStatus.Closed;

    public void Dispose()
    {
        _client.Dispose();
        _server.Dispose();
    }

    private void Drive()
    {
        long before = Moved;
        for (int turn = 0, idle = 0; idle < IdleTurns; turn++)
        {
            Expect(turn < MaxTurns, "it goes on and on");
            _client.Step();
            _server.Step();
            (idle, before) = (Moved == before ? idle + 1 : 0, Moved);
        }
    }

    private long Moved => _client.Wire.Moved + _server.Wire.Moved;

    private void Expect(bool good, string otherwise)
    {
        if (!good)
            throw new InvalidOperationException($"{otherwise}; client {_client}; server {_server}");
    }
}
