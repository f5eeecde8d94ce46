using Microsoft.Win32.SafeHandles;

namespace QSslCore.Tls.OpenSsl;

/// <summary>A BIO.</summary>
internal sealed class SafeBioHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    public SafeBioHandle()
        : base(ownsHandle: true)
    {
    }

    protected override bool ReleaseHandle() => Crypto.BIO_free(handle) == 1;
}
