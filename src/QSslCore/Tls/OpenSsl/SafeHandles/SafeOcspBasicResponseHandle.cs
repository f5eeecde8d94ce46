using Microsoft.Win32.SafeHandles;

namespace QSslCore.Tls.OpenSsl;

/// <summary>An OCSP_BASICRESP.</summary>
internal sealed class SafeOcspBasicResponseHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    public SafeOcspBasicResponseHandle()
        : base(ownsHandle: true)
    {
    }

    protected override bool ReleaseHandle()
    {
        Ocsp.OCSP_BASICRESP_free(handle);
        return true;
    }
}
