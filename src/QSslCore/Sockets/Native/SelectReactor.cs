using System.Diagnostics;
using System.Net.Sockets;

namespace QSslCore.Sockets.Native;

/// <summary>
/// Readiness by select, on systems without epoll. It never starts an asynchronous operation, so that a socket can change between waits
/// and the loop at any time. Its cost grows with the number of watched sockets.
/// </summary>
internal sealed class SelectReactor : LoopReactor
{
    /// <summary>The maximum of select is 2^31 microseconds. A longer wait calls it again.</summary>
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(30);

    [ThreadStatic]
    private static DatagramWaker? t_waker;

    /// <summary>Guarded by the gate.</summary>
    private readonly Dictionary<SocketTransport, LoopRegistration> _watched = [];

    private readonly DatagramWaker _interrupt = new();

    /// <summary>A thread is in select, with the set that it started with. Guarded by the gate.</summary>
    private bool _isSelecting;

    public override Waker CurrentThreadWaker => t_waker ??= new();

    public override void Wait(in Interest interest, Deadline limit)
    {
        DatagramWaker waker = t_waker ??= new();
        List<Socket> read = [waker.Socket];
        List<Socket> write = [];
        List<Socket> error = [];
        SocketTransport? transport = interest.Transport as SocketTransport;
        if (transport is not null)
            Add(transport.Socket, interest.Read, interest.Write, read, write, error);
        Socket.Select(read, write, error, Bounded(limit.Remaining));
        transport?.Announce();
        if (read.Contains(waker.Socket))
            waker.Clear();
    }

    protected override void Watch(SocketTransport transport, LoopRegistration registration)
    {
        Debug.Assert(Gate.IsHeldByCurrentThread);
        _watched[transport] = registration;
        transport.Watcher = this;
        if (_isSelecting)
            Interrupt();
    }

    protected override void Unwatch(SocketTransport transport, LoopRegistration registration)
    {
        Debug.Assert(Gate.IsHeldByCurrentThread);
        if (_watched.TryGetValue(transport, out LoopRegistration? watcher) && watcher == registration)
            _watched.Remove(transport);
    }

    /// <summary>
    /// A transport is about to be closed. The runtime does not close a socket that is in a call of select; it waits until the call ends. On
    /// Windows only an event ends it.
    /// </summary>
    public void Forget(SocketTransport transport)
    {
        lock (Gate)
        {
            _watched.Remove(transport);
            if (_isSelecting)
                Interrupt();
        }
    }

    protected override void WaitForEvents(TimeSpan limit)
    {
        List<Socket> read = [_interrupt.Socket];
        List<Socket> write = [];
        List<Socket> error = [];
        Dictionary<Socket, SocketTransport> bySocket = new(ReferenceEqualityComparer.Instance);
        lock (Gate)
        {
            foreach ((SocketTransport transport, LoopRegistration registration) in _watched.ToArray())
            {
                if (transport.SafeHandle.IsClosed)
                {
                    _watched.Remove(transport);
                    continue;
                }
                Add(transport.Socket, registration.Interest.Read, registration.Interest.Write, read, write, error);
                bySocket[transport.Socket] = transport;
            }
            _isSelecting = true;
        }
        bool failed = false;
        try
        {
            Socket.Select(read, write, error, Bounded(limit));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // One of the sockets was just closed. The next round leaves it out.
            failed = true;
        }
        lock (Gate)
        {
            _isSelecting = false;
            if (failed)
                return;
            foreach (Socket socket in read.Concat(write).Concat(error))
            {
                if (socket == _interrupt.Socket)
                    _interrupt.Clear();
                else if (bySocket.Remove(socket, out SocketTransport? transport)
                    && _watched.Remove(transport, out LoopRegistration? registration))
                    Ready(registration);
            }
        }
    }

    protected override void Interrupt() => _interrupt.Wake();

    private static TimeSpan Bounded(TimeSpan limit) => limit > s_longest ? s_longest : limit;

    private static void Add(Socket socket, bool wantRead, bool wantWrite, List<Socket> read, List<Socket> write, List<Socket> error)
    {
        if (wantRead)
            read.Add(socket);
        if (wantWrite)
        {
            write.Add(socket);
            // Windows reports a failed connection attempt only here.
            error.Add(socket);
        }
    }
}
