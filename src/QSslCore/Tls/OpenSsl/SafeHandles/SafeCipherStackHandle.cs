using Microsoft.Win32.SafeHandles;

namespace QSslCore.Tls.OpenSsl;

/// <summary>A stack of ciphers, which are static tables of the library.</summary>
internal sealed class SafeCipherStackHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    public SafeCipherStackHandle()
        : base(ownsHandle: true)
    {
    }

    protected override bool ReleaseHandle()
    {
        Crypto.OPENSSL_sk_free(handle);
        return true;
    }
}
