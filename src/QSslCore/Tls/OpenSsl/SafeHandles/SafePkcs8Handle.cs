using Microsoft.Win32.SafeHandles;

namespace QSslCore.Tls.OpenSsl;

/// <summary>A PKCS8_PRIV_KEY_INFO; the library clears it when it frees it.</summary>
internal sealed class SafePkcs8Handle : SafeHandleZeroOrMinusOneIsInvalid
{
    public SafePkcs8Handle()
        : base(ownsHandle: true)
    {
    }

    protected override bool ReleaseHandle()
    {
        EvpPKey.PKCS8_PRIV_KEY_INFO_free(handle);
        return true;
    }
}
