using Microsoft.Win32.SafeHandles;

namespace QSslCore.Tls.OpenSsl;

/// <summary>An X509_STORE_CTX.</summary>
internal sealed class SafeX509StoreContextHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    public SafeX509StoreContextHandle()
        : base(ownsHandle: true)
    {
    }

    protected override bool ReleaseHandle()
    {
        X509.X509_STORE_CTX_free(handle);
        return true;
    }
}
