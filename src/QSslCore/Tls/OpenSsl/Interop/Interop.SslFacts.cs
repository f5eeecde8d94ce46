using System.Runtime.InteropServices;

namespace QSslCore.Tls.OpenSsl;

// The negotiated facts of a handshake, and values that are derived from it.
internal static unsafe partial class Ssl
{
    internal const int SSL_CTRL_GET_PEER_SIGNATURE_NID = 108;
    internal const int SSL_CTRL_GET_PEER_TMP_KEY = 109;
    internal const int SSL_CTRL_GET_RI_SUPPORT = 76;
    internal const int SSL_CTRL_GET_NEGOTIATED_GROUP = 134;

    internal const int SSL_CTRL_SET_TLSEXT_SERVERNAME_CB = 53;
    internal const int SSL_CTRL_SET_TLSEXT_STATUS_REQ_CB = 63;
    internal const int SSL_CTRL_SET_TLSEXT_STATUS_REQ_TYPE = 65;
    internal const int SSL_CTRL_GET_TLSEXT_STATUS_REQ_OCSP_RESP = 70;
    internal const int SSL_CTRL_SET_TLSEXT_STATUS_REQ_OCSP_RESP = 71;

    internal const int SSL_VERIFY_FAIL_IF_NO_PEER_CERT = 2;

    internal const int TLSEXT_NAMETYPE_host_name = 0;

    [LibraryImport(Library, EntryPoint = "SSL_ctrl")]
    internal static partial CLong SSL_ctrl_key(SafeSslHandle s, int cmd, CLong larg, out nint parg);

    [LibraryImport(Library, EntryPoint = "SSL_ctrl")]
    internal static partial CLong SSL_ctrl_int(SafeSslHandle s, int cmd, CLong larg, out int parg);

    [LibraryImport(Library, EntryPoint = "SSL_ctrl")]
    internal static partial CLong SSL_ctrl_none(SafeSslHandle s, int cmd, CLong larg, nint parg);

    /// <summary>Borrowed: a static text of the library.</summary>
    [LibraryImport(Library)]
    internal static partial nint SSL_group_to_name(SafeSslHandle s, int id);

    [LibraryImport(Library)]
    internal static partial int SSL_get_peer_signature_type_nid(SafeSslHandle s, out int pnid);

    [LibraryImport(Library)]
    internal static partial nint SSL_get_servername(SafeSslHandle s, int type);

    /// <summary>For callbacks only, during which the library keeps the object alive.</summary>
    [LibraryImport(Library, EntryPoint = "SSL_get_servername")]
    internal static partial nint SSL_get_servername_raw(nint s, int type);

    [LibraryImport(Library)]
    internal static partial int SSL_session_reused(SafeSslHandle s);

    [LibraryImport(Library)]
    internal static partial int SSL_export_keying_material(
        SafeSslHandle s, byte* @out, nuint olen, byte* label, nuint llen, byte* context, nuint contextlen, int use_context);

    [LibraryImport(Library)]
    internal static partial void SSL_CTX_set_keylog_callback(SafeSslContextHandle ctx, delegate* unmanaged<nint, byte*, void> cb);

    [LibraryImport(Library)]
    internal static partial void SSL_CTX_set_cert_cb(SafeSslContextHandle c, delegate* unmanaged<nint, nint, int> cb, nint arg);

    [LibraryImport(Library)]
    internal static partial CLong SSL_CTX_callback_ctrl(SafeSslContextHandle ctx, int cmd, delegate* unmanaged<nint, nint, int> fp);

    /// <summary>For callbacks only, during which the library keeps the object alive; 0 if it fails. The connection does not borrow the
    /// context.</summary>
    [LibraryImport(Library)]
    internal static partial nint SSL_set_SSL_CTX(nint ssl, SafeSslContextHandle ctx);

    [LibraryImport(Library)]
    internal static partial void SSL_set_verify(SafeSslHandle ssl, int mode, nint callback);

    [LibraryImport(Library)]
    internal static partial void SSL_set_msg_callback(
        SafeSslHandle ssl, delegate* unmanaged<int, int, int, byte*, nuint, nint, nint, void> cb);

    /// <summary>Borrowed: the connection owns the stack and its names.</summary>
    [LibraryImport(Library)]
    internal static partial nint SSL_get0_peer_CA_list(SafeSslHandle s);
}
