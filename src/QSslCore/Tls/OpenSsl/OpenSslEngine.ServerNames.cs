using System.Runtime.InteropServices;

namespace QSslCore.Tls.OpenSsl;

// A server that presents one of several certificates, according to the name that the client requests.
internal sealed unsafe partial class OpenSslEngine
{
    /// <summary>The context that serves the client. It differs from <see cref="_context"/> if the requested name has its own
    /// context.</summary>
    private OpenSslContext? _served;

    private QSslConfiguration Served => _served?.Configuration ?? _configuration;

    [UnmanagedCallersOnly]
    internal static int ServerNameCallback(nint ssl, nint unused)
    {
        if (FromSsl(ssl) is not { IsServer: true } engine)
            return Ssl.SSL_TLSEXT_ERR_NOACK;
        try
        {
            string name = Marshal.PtrToStringUTF8(Ssl.SSL_get_servername_raw(ssl, Ssl.TLSEXT_NAMETYPE_host_name)) ?? "";
            if (engine._context.ForServerName(name) is not { } context)
                return Ssl.SSL_TLSEXT_ERR_NOACK;
            engine._served = context;
            if (Ssl.SSL_set_SSL_CTX(ssl, context.Handle) == 0)
                {
                throw new TlsSetupException(
                    $"OpenSSL does not take the certificate for '{VisibleText.Of(name)}': {OpenSslErrorQueue.Drain().Text}.");
            }
            return Ssl.SSL_TLSEXT_ERR_OK;
        }
#pragma warning disable CA1031 // No exception may cross native frames. It is thrown again after them.
        catch (Exception e)
#pragma warning restore CA1031
        {
            engine.Keep(e);
            return Ssl.SSL_TLSEXT_ERR_ALERT_FATAL;
        }
    }
}
