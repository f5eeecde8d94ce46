using Microsoft.Win32.SafeHandles;

namespace QSslCore.Tls.OpenSsl;

/// <summary>An OCSP_CERTID.</summary>
internal sealed class SafeOcspCertIdHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    public SafeOcspCertIdHandle()
        : base(ownsHandle: true)
    {
    }

    protected override bool ReleaseHandle()
    {
        Ocsp.OCSP_CERTID_free(handle);
        return true;
    }
}
