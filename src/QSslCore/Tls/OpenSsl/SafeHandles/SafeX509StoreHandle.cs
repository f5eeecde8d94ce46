using Microsoft.Win32.SafeHandles;

namespace QSslCore.Tls.OpenSsl;

/// <summary>An X509_STORE.</summary>
internal sealed class SafeX509StoreHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    public SafeX509StoreHandle()
        : base(ownsHandle: true)
    {
    }

    protected override bool ReleaseHandle()
    {
        X509.X509_STORE_free(handle);
        return true;
    }
}
