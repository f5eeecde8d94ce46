using Microsoft.Win32.SafeHandles;

namespace QSslCore.Tls.OpenSsl;

/// <summary>An OSSL_LIB_CTX.</summary>
internal sealed class SafeLibraryContextHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    public SafeLibraryContextHandle()
        : base(ownsHandle: true)
    {
    }

    protected override bool ReleaseHandle()
    {
        Crypto.OSSL_LIB_CTX_free(handle);
        return true;
    }
}
