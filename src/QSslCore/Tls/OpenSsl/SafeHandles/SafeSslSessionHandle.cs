using Microsoft.Win32.SafeHandles;

namespace QSslCore.Tls.OpenSsl;

/// <summary>An SSL_SESSION; the library clears its keys when it frees it.</summary>
internal sealed class SafeSslSessionHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    public SafeSslSessionHandle()
        : base(ownsHandle: true)
    {
    }

    protected override bool ReleaseHandle()
    {
        Ssl.SSL_SESSION_free(handle);
        return true;
    }
}
