using System.ComponentModel;
using System.Runtime.InteropServices;

namespace QSslCore.Sockets.Native;

/// <summary>
/// A timerfd that ends a thread's waits at their limit. It is left to run from one wait to the next: who waits again and again,
/// half a minute at the most each time, sets it twice a minute, where a limit of each wait's own is set and cancelled every
/// time, which requests and answers feel. Touched by its thread only.
/// </summary>
internal sealed class AlarmDescriptor : IDisposable
{
    private readonly Libc.SafeDescriptor _descriptor;

    /// <summary>When it rings, or rang, by the clock's timestamp.</summary>
    private long _due;

    private AlarmDescriptor(Libc.SafeDescriptor descriptor) => _descriptor = descriptor;

    /// <summary>Readable once it has rung, until it is set again.</summary>
    public Libc.SafeDescriptor Descriptor => _descriptor;

    /// <summary>A new one; null when the system has none to give: then each wait keeps its limit by itself.</summary>
    public static AlarmDescriptor? TryCreate()
    {
        Libc.SafeDescriptor descriptor = Libc.timerfd_create(Libc.CLOCK_MONOTONIC, Libc.TFD_CLOEXEC | Libc.TFD_NONBLOCK);
        return descriptor.IsInvalid ? null : new(descriptor);
    }

    /// <summary>Sees to it that it rings within that time; it may do so earlier, for the limit of a wait before.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="now">What it says.</param>
    /// <param name="limit">How long from now; positive.</param>
    /// <exception cref="Win32Exception">The system refused.</exception>
    public unsafe void RingWithin(TimeProvider time, long now, TimeSpan limit)
    {
        long due = now + (long)(limit.TotalSeconds * time.TimestampFrequency);
        if (now < _due && _due <= due)
            return;
        Libc.itimerspec setting = new()
        {
            it_value = new()
            {
                tv_sec = (nint)(limit.Ticks / TimeSpan.TicksPerSecond),
                tv_nsec = (nint)(limit.Ticks % TimeSpan.TicksPerSecond * TimeSpan.NanosecondsPerTick),
            },
        };
        if (Libc.timerfd_settime(_descriptor, 0, &setting, null) != 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        _due = due;
    }

    public void Dispose() => _descriptor.Dispose();
}
