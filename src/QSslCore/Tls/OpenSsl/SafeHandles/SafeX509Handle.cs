using Microsoft.Win32.SafeHandles;

namespace QSslCore.Tls.OpenSsl;

/// <summary>An X509.</summary>
internal sealed class SafeX509Handle : SafeHandleZeroOrMinusOneIsInvalid
{
    public SafeX509Handle()
        : base(ownsHandle: true)
    {
    }

    protected override bool ReleaseHandle()
    {
        X509.X509_free(handle);
        return true;
    }
}
