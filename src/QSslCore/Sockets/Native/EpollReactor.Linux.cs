using System.Buffers.Binary;
using System.ComponentModel;
using System.Runtime.InteropServices;

namespace QSslCore.Sockets.Native;

/// <summary>Readiness on Linux: poll(2) for waiting threads, a one-shot epoll of our own for the event loop.</summary>
/// <remarks>
/// The runtime's async operations are not used: once one of them went pending, the descriptor stays in the runtime's own
/// epoll set until it is closed, and every arrival wakes that thread, too.
/// </remarks>
internal sealed class EpollReactor : LoopReactor
{
    private const int BatchSize = 32;

    /// <summary>struct epoll_event is packed on x86-64 and naturally aligned elsewhere.</summary>
    private static readonly int s_dataOffset = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 4 : 8;
    private static readonly int s_eventSize = s_dataOffset + 8;

    [ThreadStatic]
    private static EventDescriptor? t_waker;

    private readonly Libc.SafeDescriptor _epoll;
    private readonly EventDescriptor _interrupt = new();

    public EpollReactor()
    {
        _epoll = Libc.epoll_create1(Libc.EPOLL_CLOEXEC);
        if (_epoll.IsInvalid)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        // Not one-shot: the loop's own bell has the number 0, which no client has.
        Control(Libc.EPOLL_CTL_ADD, (int)_interrupt.Descriptor.DangerousGetHandle(), Libc.EPOLLIN, 0);
    }

    public override Waker CurrentThreadWaker => t_waker ??= new();

    public override unsafe void Wait(in Interest interest, Deadline limit)
    {
        EventDescriptor waker = t_waker ??= new();
        SocketTransport? transport = interest.Read || interest.Write ? (SocketTransport?)interest.Transport : null;
        bool referenced = false;
        try
        {
            transport?.SafeHandle.DangerousAddRef(ref referenced);
            Libc.pollfd* fds = stackalloc Libc.pollfd[2];
            fds[0] = new() { fd = (int)waker.Descriptor.DangerousGetHandle(), events = Libc.POLLIN };
            if (transport is not null)
            {
                short events = (short)((interest.Read ? Libc.POLLIN : 0) | (interest.Write ? Libc.POLLOUT : 0));
                fds[1] = new() { fd = (int)transport.SafeHandle.DangerousGetHandle(), events = events };
            }
            long started = Time.GetTimestamp();
            int n = Libc.poll(fds, transport is null ? 1u : 2u, Milliseconds(limit.RemainingAt(started)));
            if (n < 0 && Marshal.GetLastPInvokeError() is not Libc.EINTR and int error)
                throw new Win32Exception(error);
            if (n > 0 && fds[0].revents != 0)
                waker.Clear();
            if (n > 0 && transport is not null && (fds[1].revents & ~Libc.POLLOUT) != 0)
                transport.Announce(atOnce: Time.GetElapsedTime(started) < s_atOnce);
        }
        finally
        {
            if (referenced)
                transport!.SafeHandle.DangerousRelease();
        }
    }

    protected override void Watch(ISocketTransport transport, long id, bool read, bool write)
    {
        uint events = Libc.EPOLLONESHOT | (read ? Libc.EPOLLIN | Libc.EPOLLRDHUP : 0) | (write ? Libc.EPOLLOUT : 0);
        SocketTransport socket = (SocketTransport)transport;
        int fd = (int)socket.Handle;
        if (socket.IsInEpoll)
        {
            Control(Libc.EPOLL_CTL_MOD, fd, events, id);
        }
        else
        {
            Control(Libc.EPOLL_CTL_ADD, fd, events, id);
            socket.IsInEpoll = true;
        }
    }

    protected override void Unwatch(ISocketTransport transport)
    {
        SocketTransport socket = (SocketTransport)transport;
        // A closed descriptor has left the set by itself.
        if (socket.IsInEpoll && !socket.SafeHandle.IsClosed)
            Control(Libc.EPOLL_CTL_MOD, (int)socket.Handle, Libc.EPOLLONESHOT, -1);
    }

    protected override unsafe void WaitForEvents(TimeSpan limit)
    {
        byte* events = stackalloc byte[BatchSize * s_eventSize];
        int n = Libc.epoll_wait(_epoll, events, BatchSize, Milliseconds(limit));
        if (n < 0 && Marshal.GetLastPInvokeError() is not Libc.EINTR and int error)
            throw new Win32Exception(error);
        for (int i = 0; i < n; i++)
        {
            long id = BinaryPrimitives.ReadInt64LittleEndian(new(events + i * s_eventSize + s_dataOffset, 8));
            if (id == 0)
                _interrupt.Clear();
            else
                Ready(id);
        }
    }

    protected override void Interrupt() => _interrupt.Wake();

    private unsafe void Control(int operation, int fd, uint events, long id)
    {
        byte* data = stackalloc byte[16];
        *(uint*)data = events;
        Unsafe(data + s_dataOffset, id);
        if (Libc.epoll_ctl(_epoll, operation, fd, data) != 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());

        static void Unsafe(byte* at, long value) => BinaryPrimitives.WriteInt64LittleEndian(new(at, 8), value);
    }

    private static int Milliseconds(TimeSpan limit) =>
        limit == Timeout.InfiniteTimeSpan ? -1 : (int)Math.Min(Math.Ceiling(limit.TotalMilliseconds), int.MaxValue);
}
