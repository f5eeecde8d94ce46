using System.Runtime.InteropServices;

namespace QSslCore.Tls.OpenSsl;

/// <summary>libssl: configuration commands.</summary>
internal static partial class SslConf
{
    internal const uint SSL_CONF_FLAG_FILE = 0x2;
    internal const uint SSL_CONF_FLAG_CLIENT = 0x4;
    internal const uint SSL_CONF_FLAG_SERVER = 0x8;
    internal const uint SSL_CONF_FLAG_SHOW_ERRORS = 0x10;

    [LibraryImport(Ssl.Library)]
    internal static partial SafeSslConfContextHandle SSL_CONF_CTX_new();

    [LibraryImport(Ssl.Library)]
    internal static partial void SSL_CONF_CTX_free(nint cctx);

    [LibraryImport(Ssl.Library)]
    internal static partial uint SSL_CONF_CTX_set_flags(SafeSslConfContextHandle cctx, uint flags);

    [LibraryImport(Ssl.Library)]
    internal static partial void SSL_CONF_CTX_set_ssl_ctx(SafeSslConfContextHandle cctx, SafeSslContextHandle ctx);

    [LibraryImport(Ssl.Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int SSL_CONF_cmd(SafeSslConfContextHandle cctx, string cmd, string value);

    [LibraryImport(Ssl.Library)]
    internal static partial int SSL_CONF_CTX_finish(SafeSslConfContextHandle cctx);
}
