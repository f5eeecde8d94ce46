using Microsoft.Win32.SafeHandles;

namespace QSslCore.Tls.OpenSsl;

/// <summary>An EVP_MD_CTX: one signature operation.</summary>
internal sealed class SafeMdContextHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    public SafeMdContextHandle()
        : base(ownsHandle: true)
    {
    }

    protected override bool ReleaseHandle()
    {
        EvpSign.EVP_MD_CTX_free(handle);
        return true;
    }
}
