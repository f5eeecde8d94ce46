using System.ComponentModel;
using System.Runtime.InteropServices;

namespace QSslCore.Sockets.Native;

/// <summary>An eventfd: readable from a wake on until it is cleared.</summary>
internal sealed class EventDescriptor : Waker, IDisposable
{
    private readonly Libc.SafeDescriptor _descriptor;

    public EventDescriptor()
    {
        _descriptor = Libc.eventfd(0, Libc.EFD_CLOEXEC | Libc.EFD_NONBLOCK);
        if (_descriptor.IsInvalid)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    public Libc.SafeDescriptor Descriptor => _descriptor;

    public override unsafe void Wake()
    {
        ulong one = 1;
        // It fails only when the counter is full, and then it is readable anyway.
        _ = Libc.write(_descriptor, &one, sizeof(ulong));
    }

    public unsafe void Clear()
    {
        ulong value;
        // It fails only when nothing was there to clear.
        _ = Libc.read(_descriptor, &value, sizeof(ulong));
    }

    public void Dispose() => _descriptor.Dispose();
}
