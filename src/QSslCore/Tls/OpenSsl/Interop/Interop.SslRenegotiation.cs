using System.Runtime.InteropServices;

namespace QSslCore.Tls.OpenSsl;

// Renegotiation, up to TLS 1.2.
internal static partial class Ssl
{
    internal const int SSL_CTRL_GET_TOTAL_RENEGOTIATIONS = 12;
    internal const int SSL_CTRL_GET_EXTMS_SUPPORT = 122;

    internal const ulong SSL_OP_ALLOW_UNSAFE_LEGACY_RENEGOTIATION = 1UL << 18;

    [LibraryImport(Library)]
    internal static partial ulong SSL_clear_options(SafeSslHandle s, ulong op);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial int SSL_in_init(SafeSslHandle s);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial int SSL_renegotiate_pending(SafeSslHandle s);
}
