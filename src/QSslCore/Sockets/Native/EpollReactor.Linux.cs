using System.Buffers.Binary;
using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace QSslCore.Sockets.Native;

/// <summary>Readiness on Linux: poll(2) and an alarm for waiting threads, an edge-triggered epoll of our own for the event loop.</summary>
/// <remarks>
/// <para>The kernel continues to watch a descriptor after it has reported an event. A socket that is read until it is empty is therefore
/// armed again without a system call: later data is a new edge. If an edge may be missing (data was left unread, the peer's end was
/// already reported, or the interest has changed), the reactor calls the kernel again, which then checks the current state. An event
/// that arrives while nothing is armed ends the watch.</para>
/// <para>The reactor does not use the runtime's async operations. After one of them was pending, the descriptor stays in the runtime's
/// own epoll set until it is closed, and every arrival also wakes the runtime's thread.</para>
/// </remarks>
internal sealed class EpollReactor : LoopReactor
{
    private const int BatchSize = 32;

    /// <summary>struct epoll_event is packed on x86-64 and naturally aligned elsewhere.</summary>
    private static readonly int s_dataOffset = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 4 : 8;
    private static readonly int s_eventSize = s_dataOffset + 8;

    /// <summary>The kernel has reported an event that it will not report again.</summary>
    private const uint Spent = Libc.EPOLLET;

    /// <summary>The thread's alarm keeps longer limits. poll(2) itself keeps shorter ones.</summary>
    private static readonly TimeSpan s_longWait = TimeSpan.FromSeconds(2);

    [ThreadStatic]
    private static EventDescriptor? t_waker;

    [ThreadStatic]
    private static AlarmDescriptor? t_alarm;

    private readonly Libc.SafeDescriptor _epoll;
    private readonly EventDescriptor _interrupt = new();

    /// <summary>The entries by descriptor. The entry of a closed descriptor remains until its number is used again. Guarded by the
    /// gate.</summary>
    private EpollEntry?[] _entries = new EpollEntry?[64];

    public EpollReactor()
    {
        _epoll = Libc.epoll_create1(Libc.EPOLL_CLOEXEC);
        if (_epoll.IsInvalid)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        Control(Libc.EPOLL_CTL_ADD, Bell, Libc.EPOLLIN);
    }

    /// <summary>The loop's own descriptor.</summary>
    private int Bell => (int)_interrupt.Descriptor.DangerousGetHandle();

    public override Waker CurrentThreadWaker => t_waker ??= new();

    public override unsafe void Wait(in Interest interest, Deadline limit)
    {
        EventDescriptor waker = t_waker ??= new();
        SocketTransport? transport = interest.Read || interest.Write ? (SocketTransport?)interest.Transport : null;
        bool referenced = false;
        try
        {
            transport?.SafeHandle.DangerousAddRef(ref referenced);
            Libc.pollfd* fds = stackalloc Libc.pollfd[3];
            uint count = 0;
            fds[count++] = new() { fd = (int)waker.Descriptor.DangerousGetHandle(), events = Libc.POLLIN };
            if (transport is not null)
            {
                short events = (short)((interest.Read ? Libc.POLLIN : 0) | (interest.Write ? Libc.POLLOUT : 0));
                fds[count++] = new() { fd = (int)transport.SafeHandle.DangerousGetHandle(), events = events };
            }
            long started = Time.GetTimestamp();
            TimeSpan left = limit.RemainingAt(started);
            if (left > s_longWait && (t_alarm ??= AlarmDescriptor.TryCreate()) is { } alarm)
            {
                alarm.RingWithin(Time, started, left);
                fds[count++] = new() { fd = (int)alarm.Descriptor.DangerousGetHandle(), events = Libc.POLLIN };
                left = Timeout.InfiniteTimeSpan;
            }
            int n = Libc.poll(fds, count, Milliseconds(left));
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

    protected override void Watch(SocketTransport transport, LoopRegistration registration)
    {
        Debug.Assert(Gate.IsHeldByCurrentThread);
        (bool read, bool write) = (registration.Interest.Read, registration.Interest.Write);
        uint events = Libc.EPOLLET | (read ? Libc.EPOLLIN | Libc.EPOLLRDHUP : 0) | (write ? Libc.EPOLLOUT : 0);
        if (transport.EpollEntry is not { } entry)
        {
            int fd = (int)transport.Handle;
            Control(Libc.EPOLL_CTL_ADD, fd, events);
            transport.EpollEntry = entry = new();
            if (fd >= _entries.Length)
                Array.Resize(ref _entries, Math.Max(fd + 1, _entries.Length * 2));
            _entries[fd] = entry;
        }
        else if (entry.Events != events || write || !transport.IsDrained)
        {
            Control(Libc.EPOLL_CTL_MOD, (int)transport.Handle, events);
        }
        (entry.Events, entry.Armed) = (events, registration);
    }

    protected override void Unwatch(SocketTransport transport, LoopRegistration registration)
    {
        Debug.Assert(Gate.IsHeldByCurrentThread);
        if (transport.EpollEntry is not { } entry || entry.Armed != registration)
            return;
        entry.Armed = null;
        // A closed descriptor has left the set by itself.
        if (!transport.SafeHandle.IsClosed)
            Mute((int)transport.Handle, entry);
    }

    protected override unsafe void WaitForEvents(TimeSpan limit)
    {
        byte* events = stackalloc byte[BatchSize * s_eventSize];
        int n = Libc.epoll_wait(_epoll, events, BatchSize, Milliseconds(limit));
        if (n < 0 && Marshal.GetLastPInvokeError() is not Libc.EINTR and int error)
            throw new Win32Exception(error);
        lock (Gate)
        {
            for (byte* at = events; n > 0; n--, at += s_eventSize)
                Tell((int)BinaryPrimitives.ReadInt64LittleEndian(new(at + s_dataOffset, 8)), *(uint*)at);
        }
    }

    private void Tell(int fd, uint events)
    {
        if (fd == Bell)
        {
            _interrupt.Clear();
        }
        else if (_entries[fd] is { Armed: { } registration } entry)
        {
            entry.Armed = null;
            // A reader that stops right before the peer's end must get that event again.
            if ((events & (Libc.EPOLLRDHUP | Libc.EPOLLHUP | Libc.EPOLLERR)) != 0)
                entry.Events = Spent;
            Ready(registration);
        }
        else if (_entries[fd] is { Events: not 0 } unheard)
        {
            // Another client may wait for it, and the loop must not wake up for that repeatedly.
            Mute(fd, unheard);
        }
    }

    /// <summary>Ends the kernel's watch.</summary>
    private void Mute(int fd, EpollEntry entry)
    {
        entry.Events = 0;
        // It may have been closed by now. Without one-shot, a failure would be told all the same.
        TryControl(Libc.EPOLL_CTL_MOD, fd, Libc.EPOLLONESHOT);
    }

    protected override void Interrupt() => _interrupt.Wake();

    private void Control(int operation, int fd, uint events)
    {
        if (!TryControl(operation, fd, events))
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    private unsafe bool TryControl(int operation, int fd, uint events)
    {
        byte* data = stackalloc byte[16];
        *(uint*)data = events;
        BinaryPrimitives.WriteInt64LittleEndian(new(data + s_dataOffset, 8), fd);
        return Libc.epoll_ctl(_epoll, operation, fd, data) == 0;
    }

    private static int Milliseconds(TimeSpan limit) =>
        limit == Timeout.InfiniteTimeSpan ? -1 : (int)Math.Min(Math.Ceiling(limit.TotalMilliseconds), int.MaxValue);
}
