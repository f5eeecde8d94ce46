using Microsoft.Win32.SafeHandles;

namespace QSslCore.Tls.OpenSsl;

/// <summary>A BIO_METHOD of our own.</summary>
internal sealed class SafeBioMethodHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    public SafeBioMethodHandle()
        : base(ownsHandle: true)
    {
    }

    protected override bool ReleaseHandle()
    {
        Crypto.BIO_meth_free(handle);
        return true;
    }
}
