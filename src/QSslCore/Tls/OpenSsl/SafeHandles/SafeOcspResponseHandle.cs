using Microsoft.Win32.SafeHandles;

namespace QSslCore.Tls.OpenSsl;

/// <summary>An OCSP_RESPONSE.</summary>
internal sealed class SafeOcspResponseHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    public SafeOcspResponseHandle()
        : base(ownsHandle: true)
    {
    }

    protected override bool ReleaseHandle()
    {
        Ocsp.OCSP_RESPONSE_free(handle);
        return true;
    }
}
