using System.Runtime.InteropServices;

namespace QSslCore.Tls.OpenSsl;

// Sessions that can be resumed.
internal static unsafe partial class Ssl
{
    internal const int SSL_SESS_CACHE_OFF = 0;
    internal const int SSL_SESS_CACHE_CLIENT = 1;
    internal const int SSL_SESS_CACHE_SERVER = 2;
    internal const int SSL_SESS_CACHE_NO_INTERNAL = 0x300;

    internal const int SSL_TICKET_EMPTY = 3;
    internal const int SSL_TICKET_NO_DECRYPT = 4;
    internal const int SSL_TICKET_SUCCESS = 5;
    internal const int SSL_TICKET_SUCCESS_RENEW = 6;

    internal const int SSL_TICKET_RETURN_IGNORE = 1;
    internal const int SSL_TICKET_RETURN_IGNORE_RENEW = 2;
    internal const int SSL_TICKET_RETURN_USE = 3;
    internal const int SSL_TICKET_RETURN_USE_RENEW = 4;

    internal const int SSL_SENT_SHUTDOWN = 1;
    internal const int SSL_RECEIVED_SHUTDOWN = 2;

    [LibraryImport(Library)]
    internal static partial void SSL_set_shutdown(SafeSslHandle ssl, int mode);

    [LibraryImport(Library)]
    internal static partial void SSL_CTX_sess_set_new_cb(SafeSslContextHandle ctx, delegate* unmanaged<nint, nint, int> cb);

    [LibraryImport(Library)]
    internal static partial int SSL_CTX_set_session_id_context(SafeSslContextHandle ctx, byte* sid_ctx, uint sid_ctx_len);

    [LibraryImport(Library)]
    internal static partial int SSL_CTX_set_session_ticket_cb(
        SafeSslContextHandle ctx, nint gen_cb, delegate* unmanaged<nint, nint, byte*, nuint, int, nint, int> dec_cb, nint arg);

    /// <summary>For callbacks only, during which the library keeps the objects alive.</summary>
    [LibraryImport(Library)]
    internal static partial nint SSL_get_SSL_CTX(nint ssl);

    /// <summary>For callbacks only, during which the library keeps the objects alive.</summary>
    [LibraryImport(Library)]
    internal static partial int SSL_CTX_remove_session(nint ctx, nint c);

    [LibraryImport(Library)]
    internal static partial int SSL_set_session(SafeSslHandle s, SafeSslSessionHandle session);

    [LibraryImport(Library)]
    internal static partial SafeSslSessionHandle d2i_SSL_SESSION(nint a, byte** pp, CLong length);

    /// <summary>For callbacks only, during which the library keeps the object alive.</summary>
    [LibraryImport(Library)]
    internal static partial int i2d_SSL_SESSION(nint @in, byte** pp);

    [LibraryImport(Library)]
    internal static partial void SSL_SESSION_free(nint ses);

    [LibraryImport(Library)]
    internal static partial int SSL_SESSION_is_resumable(SafeSslSessionHandle s);

    /// <summary>For callbacks only, during which the library keeps the object alive.</summary>
    [LibraryImport(Library, EntryPoint = "SSL_SESSION_is_resumable")]
    internal static partial int SSL_SESSION_is_resumable_raw(nint s);

    /// <summary>For callbacks only, during which the library keeps the object alive.</summary>
    [LibraryImport(Library)]
    internal static partial CULong SSL_SESSION_get_ticket_lifetime_hint(nint s);

    /// <summary>Borrowed: the session owns it.</summary>
    [LibraryImport(Library)]
    internal static partial nint SSL_SESSION_get0_peer(nint s);

    /// <summary>Borrowed: the session owns it.</summary>
    [LibraryImport(Library, EntryPoint = "SSL_SESSION_get0_peer")]
    internal static partial nint SSL_SESSION_get0_peer(SafeSslSessionHandle s);
}
