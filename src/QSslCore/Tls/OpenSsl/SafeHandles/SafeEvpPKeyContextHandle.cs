using Microsoft.Win32.SafeHandles;

namespace QSslCore.Tls.OpenSsl;

/// <summary>An EVP_PKEY_CTX.</summary>
internal sealed class SafeEvpPKeyContextHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    public SafeEvpPKeyContextHandle()
        : base(ownsHandle: true)
    {
    }

    protected override bool ReleaseHandle()
    {
        EvpPKey.EVP_PKEY_CTX_free(handle);
        return true;
    }
}
