using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace QSslCore.Tls.OpenSsl;

/// <summary>An SSL, with the weak handle by which the library's callbacks find their engine.</summary>
internal sealed class SafeSslHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    private GCHandle _engine;

    public SafeSslHandle()
        : base(ownsHandle: true)
    {
    }

    /// <summary>
    /// Ties the engine to this object. Weakly: a strong handle would keep the engine, and with it this object, for ever.
    /// A callback only comes while a method of the engine runs, which keeps it alive.
    /// </summary>
    public nint Attach(OpenSslEngine engine)
    {
        _engine = GCHandle.Alloc(engine, GCHandleType.Weak);
        return GCHandle.ToIntPtr(_engine);
    }

    protected override bool ReleaseHandle()
    {
        // Frees the I/O object, too; its callbacks may still be called from here and then find no engine.
        Ssl.SSL_free(handle);
        if (_engine.IsAllocated)
            _engine.Free();
        return true;
    }
}
