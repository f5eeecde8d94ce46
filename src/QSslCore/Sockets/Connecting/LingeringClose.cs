using QSslCore.Tls;

namespace QSslCore.Sockets;

/// <summary>
/// Closes a connection whose last bytes were just written: says that no more will come, and drops what still arrives
/// until the peer closes, too, or a short time has passed.
/// </summary>
/// <remarks>
/// A descriptor that is closed while bytes arrive (session tickets, say) answers them with a reset, and a reset makes the
/// peer's system throw away what the peer has not read yet: the data that was just sent in good order.
/// </remarks>
internal sealed class LingeringClose : ILoopClient
{
    private const int LimitMilliseconds = 2_000;

    /// <summary>A peer that floods must not hold the thread that closes: the loop drops the rest.</summary>
    private const int ReadsAtOnce = 64;

    private readonly ISocketTransport _transport;
    private readonly Reactor _reactor;
    private readonly Deadline _limit;

    private LingeringClose(ISocketTransport transport, Reactor reactor)
    {
        _transport = transport;
        _reactor = reactor;
        _limit = Deadline.After(reactor.Time, LimitMilliseconds);
    }

    public static void Start(ISocketTransport transport, Reactor reactor)
    {
        transport.ShutdownSend();
        new LingeringClose(transport, reactor).Drain();
    }

    LoopRegistration? ILoopClient.Registration { get; set; }

    void ILoopClient.OnReady() => Drain();

    private void Drain()
    {
        Span<byte> dropped = stackalloc byte[4096];
        TransportResult result;
        int reads = 0;
        do
        {
            result = _transport.TryRead(dropped);
        }
        while (result.Count > 0 && ++reads < ReadsAtOnce);
        if ((result.IsWouldBlock || result.Count > 0) && !_limit.HasPassed)
            _reactor.Arm(this, Interest.In(_transport, read: true, write: false, _limit));
        else
            _transport.Dispose();
    }
}
