using Microsoft.Win32.SafeHandles;

namespace QSslCore.Tls.OpenSsl;

/// <summary>An SSL_CONF_CTX.</summary>
internal sealed class SafeSslConfContextHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    public SafeSslConfContextHandle()
        : base(ownsHandle: true)
    {
    }

    protected override bool ReleaseHandle()
    {
        SslConf.SSL_CONF_CTX_free(handle);
        return true;
    }
}
