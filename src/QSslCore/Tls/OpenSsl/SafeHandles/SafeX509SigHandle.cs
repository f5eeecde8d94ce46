using Microsoft.Win32.SafeHandles;

namespace QSslCore.Tls.OpenSsl;

/// <summary>An X509_SIG, used for an encrypted PKCS#8 key.</summary>
internal sealed class SafeX509SigHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    public SafeX509SigHandle()
        : base(ownsHandle: true)
    {
    }

    protected override bool ReleaseHandle()
    {
        EvpPKey.X509_SIG_free(handle);
        return true;
    }
}
