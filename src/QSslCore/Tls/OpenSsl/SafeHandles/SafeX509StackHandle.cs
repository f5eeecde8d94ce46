using Microsoft.Win32.SafeHandles;

namespace QSslCore.Tls.OpenSsl;

/// <summary>A stack of certificates that other objects own.</summary>
internal sealed class SafeX509StackHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    public SafeX509StackHandle()
        : base(ownsHandle: true)
    {
    }

    protected override bool ReleaseHandle()
    {
        Crypto.OPENSSL_sk_free(handle);
        return true;
    }
}
