using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace QSslCore.Tls.OpenSsl;

/// <summary>An SSL, with the weak handle that the library's callbacks use to find their engine.</summary>
internal sealed class SafeSslHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    private GCHandle _engine;

    public SafeSslHandle()
        : base(ownsHandle: true)
    {
    }

    /// <summary>
    /// Connects the engine to this object with a weak handle. A strong handle would keep the engine and this object alive forever.
    /// Callbacks occur only while a method of the engine runs, which keeps the engine alive.
    /// </summary>
    public nint Attach(OpenSslEngine engine)
    {
        _engine = GCHandle.Alloc(engine, GCHandleType.Weak);
        return GCHandle.ToIntPtr(_engine);
    }

    protected override bool ReleaseHandle()
    {
        // This also frees the I/O object. Its callbacks may still be called here, and then find no engine.
        Ssl.SSL_free(handle);
        if (_engine.IsAllocated)
            _engine.Free();
        return true;
    }
}
