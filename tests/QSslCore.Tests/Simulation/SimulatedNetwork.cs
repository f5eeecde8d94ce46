using System.Net;
using System.Net.Sockets;
using QSslCore.Sockets;

namespace QSslCore.Tests.Simulation;

/// <summary>
/// A network, a clock and an event loop in one process and one thread of control: everything that happens is decided by
/// the seed, so that a failure can be replayed from its number.
/// </summary>
internal sealed class SimulatedNetwork : Reactor, INetwork, IDisposable
{
    private readonly Dictionary<string, Func<(TimeSpan Delay, IPAddress[] Addresses, string Failure)?>> _names = [];
    private readonly Dictionary<IPEndPoint, SimulatedListener> _listeners = [];
    private readonly Dictionary<IPEndPoint, SocketError> _refusals = [];
    private readonly Dictionary<nint, SimulatedTransport> _descriptors = [];
    private readonly Dictionary<ILoopClient, Interest> _armed = new(ReferenceEqualityComparer.Instance);
    private readonly Queue<ILoopClient> _posted = new();
    private readonly ThreadLocal<SimulatedWaker> _wakers = new(() => new());
    private readonly OtherThread _loopThread = new();
    private nint _lastDescriptor = 1000;

    /// <param name="seed">Decides everything.</param>
    /// <param name="chops">Bytes arrive, and are taken, in pieces.</param>
    public SimulatedNetwork(int seed, bool chops = false)
    {
        Seed = seed;
        Chops = chops;
        Random = new(seed);
    }

    public int Seed { get; }

    public Random Random { get; }

    public bool Chops { get; }

    /// <summary>The servers' ends of all connections that were made.</summary>
    public List<SimulatedTransport> Accepted { get; } = [];

    /// <summary>What the next attempts of a server to accept a connection fail with.</summary>
    public Queue<SocketError> AcceptErrors { get; } = new();

    public VirtualTime Clock { get; } = new();

    /// <summary>Transports that were made and not disposed of.</summary>
    public int OpenTransports { get; set; }

    public override TimeProvider Time => Clock;

    public override Waker CurrentThreadWaker => _wakers.Value!;

    Reactor INetwork.Reactor => this;

    public void AddName(string name, params IPAddress[] addresses) => _names[name] = () =>
        (Delay(20), addresses, addresses.Length == 0 ? "no such host" : "");

    /// <summary>The resolver never answers for that name.</summary>
    public void AddHangingName(string name) => _names[name] = () => null;

    /// <summary>Attempts to that end point end with that error; TimedOut means that they never end.</summary>
    public void Refuse(IPAddress address, int port, SocketError error) => _refusals[new(address, port)] = error;

    public TimeSpan Delay(int milliseconds) => TimeSpan.FromMilliseconds(Random.Next(0, milliseconds + 1));

    /// <summary>Does something at that time, as another thread than the one that waits.</summary>
    public void Later(int milliseconds, Action action) =>
        Clock.At(TimeSpan.FromMilliseconds(milliseconds), () => _loopThread.Run(action));

    public IHostLookup Lookup(string hostName, Action completed)
    {
        SimulatedLookup lookup = new();
        if (!_names.TryGetValue(hostName, out Func<(TimeSpan, IPAddress[], string)?>? answer))
            answer = () => (Delay(20), [], "no such host");
        if (answer() is (TimeSpan delay, IPAddress[] addresses, string failure))
        {
            Clock.At(delay, () =>
            {
                if (lookup.Forgotten)
                    return;
                lookup.Complete(addresses, failure);
                _loopThread.Run(completed);
            });
        }
        return lookup;
    }

    public ISocketTransport Connect(IPEndPoint endPoint)
    {
        if (_refusals.TryGetValue(endPoint, out SocketError error))
        {
            SimulatedTransport refused = new(this, endPoint, SocketError.WouldBlock);
            if (error != SocketError.TimedOut)
                Clock.At(Delay(5), () => refused.ConnectState = error);
            return refused;
        }
        if (!_listeners.TryGetValue(endPoint, out SimulatedListener? listener))
        {
            SimulatedTransport refused = new(this, endPoint, SocketError.WouldBlock);
            Clock.At(Delay(5), () => refused.ConnectState = SocketError.ConnectionRefused);
            return refused;
        }
        (SimulatedTransport client, SimulatedTransport server) = MakePair(endPoint, SocketError.WouldBlock);
        Clock.At(Delay(5), () =>
        {
            client.ConnectState = SocketError.Success;
            Accepted.Add(server);
            listener.Queue.Enqueue(Register(server));
        });
        return client;
    }

    /// <summary>Two connected transports.</summary>
    public (SimulatedTransport Client, SimulatedTransport Server) MakePair(IPEndPoint? endPoint = null,
        SocketError state = SocketError.Success)
    {
        endPoint ??= new(IPAddress.Loopback, 443);
        SimulatedPipe up = new(this), down = new(this);
        SimulatedTransport client = new(this, endPoint, state) { Incoming = down, Outgoing = up };
        SimulatedTransport server = new(this, new(IPAddress.Loopback, 50000), SocketError.Success) { Incoming = up, Outgoing = down };
        (client.Other, server.Other) = (server, client);
        return (client, server);
    }

    public nint Register(SimulatedTransport transport)
    {
        _descriptors[++_lastDescriptor] = transport;
        return _lastDescriptor;
    }

    public ISocketTransport Adopt(nint descriptor) =>
        _descriptors.Remove(descriptor, out SimulatedTransport? transport)
            ? transport
            : throw new SocketException((int)SocketError.NotSocket);

    public ISocketTransport Bind(IPEndPoint local, BindFlag mode) => new SimulatedTransport(this, local, SocketError.Success);

    public ISocketTransport Adopt(Socket socket) => throw new NotSupportedException();

    public IListener Listen(IPEndPoint endPoint, int backlog)
    {
        SimulatedListener listener = new(this, new(IPAddress.Loopback, endPoint.Port == 0 ? 40000 + _listeners.Count : endPoint.Port));
        return _listeners.TryAdd(listener.LocalEndPoint, listener)
            ? listener
            : throw new SocketException((int)SocketError.AddressAlreadyInUse);
    }

    public IListener AdoptListener(nint descriptor) => throw new NotSupportedException();

    public void Discard(nint descriptor) => Adopt(descriptor).Dispose();

    public override void Wait(in Interest interest, Deadline limit)
    {
        SimulatedWaker waker = _wakers.Value!;
        while (true)
        {
            if (waker.Take() || IsReady(interest) || limit.HasPassed)
                return;
            if (RunPosted() || RunArmed() || Clock.RunNext(limit.Remaining))
                continue;
            if (limit.IsNever)
                throw new InvalidOperationException($"Deadlock (seed {Seed}): nothing will ever happen again.");
            Clock.Advance(limit.Remaining);
        }
    }

    public override void Arm(ILoopClient client, in Interest interest) => _armed[client] = interest;

    public override void Disarm(ILoopClient client) => _armed.Remove(client);

    public override void Post(ILoopClient client) => _posted.Enqueue(client);

    /// <summary>Lets the event loop run until a condition holds; false when time ran out or nothing is left to happen.</summary>
    public bool RunLoop(Func<bool> until, int milliseconds = 60_000)
    {
        Deadline limit = Deadline.After(Clock, milliseconds);
        while (!until())
        {
            if (limit.HasPassed)
                return false;
            if (RunPosted() || RunArmed())
                continue;
            if (!Clock.RunNext(limit.Remaining))
                return until();
        }
        return true;
    }

    /// <summary>Lets the event loop do all that it can do now, without any time passing.</summary>
    public void RunReady()
    {
        while (RunPosted() || RunArmed())
        {
        }
    }

    public void Dispose()
    {
        _loopThread.Dispose();
        _wakers.Dispose();
    }

    private bool RunPosted()
    {
        if (!_posted.TryDequeue(out ILoopClient? client))
            return false;
        _loopThread.Run(client.OnReady);
        return true;
    }

    private bool RunArmed()
    {
        foreach ((ILoopClient client, Interest interest) in _armed)
        {
            if (IsReady(interest) || interest.Due.HasPassed)
            {
                _armed.Remove(client);
                _loopThread.Run(client.OnReady);
                return true;
            }
        }
        // A deadline is the only thing left that can make the time move.
        foreach (Interest interest in _armed.Values.Where(i => !i.Due.IsNever))
            Clock.At(interest.Due.Remaining, () => { });
        return false;
    }

    private static bool IsReady(in Interest interest) =>
        interest.Transport is SimulatedTransport t && ((interest.Read && t.IsReadable) || (interest.Write && t.IsWritable));

    private sealed class SimulatedLookup : IHostLookup
    {
        public bool Forgotten { get; private set; }

        public bool IsCompleted { get; private set; }

        public IReadOnlyList<IPAddress> Addresses { get; private set; } = [];

        public string Failure { get; private set; } = "";

        public void Complete(IPAddress[] addresses, string failure) => (Addresses, Failure, IsCompleted) = (addresses, failure, true);

        public void Dispose() => Forgotten = true;
    }

    private sealed class SimulatedWaker : Waker
    {
        private int _woken;

        public override void Wake() => Volatile.Write(ref _woken, 1);

        public bool Take() => Interlocked.Exchange(ref _woken, 0) == 1;
    }

    private sealed class SimulatedListener(SimulatedNetwork network, IPEndPoint endPoint) : IListener
    {
        private readonly SimulatedTransport _readiness = new(network, endPoint, SocketError.Success);

        public Queue<nint> Queue { get; } = new();

        public ISocketTransport Transport
        {
            get
            {
                _readiness.ReadableWhen ??= () => Queue.Count > 0 || network.AcceptErrors.Count > 0;
                return _readiness;
            }
        }

        public IPEndPoint LocalEndPoint => endPoint;

        public nint Accept() => network.AcceptErrors.TryDequeue(out SocketError error) ? throw new SocketException((int)error)
            : Queue.TryDequeue(out nint descriptor) ? descriptor : -1;

        public void Dispose()
        {
            network._listeners.Remove(endPoint);
            _readiness.Dispose();
        }
    }
}
