using System.Runtime.InteropServices;

namespace QSslCore.Tls.OpenSsl;

/// <summary>libssl, with C names and C signatures only. A macro of the headers is called through its function, with the number from the
/// header.</summary>
internal static unsafe partial class Ssl
{
    internal const string Library = "libssl";

    internal const int SSL_ERROR_NONE = 0;
    internal const int SSL_ERROR_SSL = 1;
    internal const int SSL_ERROR_WANT_READ = 2;
    internal const int SSL_ERROR_WANT_WRITE = 3;
    internal const int SSL_ERROR_SYSCALL = 5;
    internal const int SSL_ERROR_ZERO_RETURN = 6;
    internal const int SSL_ERROR_WANT_RETRY_VERIFY = 12;

    internal const int SSL_VERIFY_NONE = 0;
    internal const int SSL_VERIFY_PEER = 1;

    internal const int SSL_CTRL_MODE = 33;
    internal const int SSL_CTRL_SET_READ_AHEAD = 41;
    internal const int SSL_CTRL_SET_SESS_CACHE_MODE = 44;
    internal const int SSL_CTRL_SET_TLSEXT_HOSTNAME = 55;
    internal const int SSL_CTRL_CHAIN_CERT = 89;
    internal const int SSL_CTRL_SET_GROUPS_LIST = 92;
    internal const int SSL_CTRL_SET_DH_AUTO = 118;
    internal const int SSL_CTRL_SET_MIN_PROTO_VERSION = 123;
    internal const int SSL_CTRL_SET_MAX_PROTO_VERSION = 124;
    internal const int SSL_CTRL_SET_RETRY_VERIFY = 136;

    internal const int SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER = 0x2;
    internal const int SSL_MODE_AUTO_RETRY = 0x4;
    internal const int SSL_MODE_RELEASE_BUFFERS = 0x10;

    internal const ulong SSL_OP_LEGACY_SERVER_CONNECT = 1UL << 2;
    internal const ulong SSL_OP_IGNORE_UNEXPECTED_EOF = 1UL << 7;
    internal const ulong SSL_OP_DONT_INSERT_EMPTY_FRAGMENTS = 1UL << 11;
    internal const ulong SSL_OP_NO_TICKET = 1UL << 14;
    internal const ulong SSL_OP_NO_COMPRESSION = 1UL << 17;
    internal const ulong SSL_OP_CIPHER_SERVER_PREFERENCE = 1UL << 22;
    internal const ulong SSL_OP_NO_RENEGOTIATION = 1UL << 30;

    internal const int SSL_CB_READ = 0x04;
    internal const int SSL_CB_ALERT = 0x4000;

    internal const int SSL_TLSEXT_ERR_OK = 0;
    internal const int SSL_TLSEXT_ERR_ALERT_FATAL = 2;
    internal const int SSL_TLSEXT_ERR_NOACK = 3;

    internal const int TLS1_2_VERSION = 0x0303;
    internal const int TLS1_3_VERSION = 0x0304;

    [LibraryImport(Library)]
    internal static partial nint TLS_method();

    [LibraryImport(Library)]
    internal static partial SafeSslContextHandle SSL_CTX_new(nint method);

    [LibraryImport(Library)]
    internal static partial void SSL_CTX_free(nint ctx);

    [LibraryImport(Library)]
    internal static partial CLong SSL_CTX_ctrl(SafeSslContextHandle ctx, int cmd, CLong larg, nint parg);

    [LibraryImport(Library, EntryPoint = "SSL_CTX_ctrl")]
    internal static partial CLong SSL_CTX_ctrl_cert(SafeSslContextHandle ctx, int cmd, CLong larg, SafeX509Handle parg);

    [LibraryImport(Library, EntryPoint = "SSL_CTX_ctrl", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial CLong SSL_CTX_ctrl_text(SafeSslContextHandle ctx, int cmd, CLong larg, string parg);

    [LibraryImport(Library)]
    internal static partial int SSL_CTX_get_security_level(SafeSslContextHandle ctx);

    [LibraryImport(Library)]
    internal static partial void SSL_CTX_set_security_level(SafeSslContextHandle ctx, int level);

    [LibraryImport(Library)]
    internal static partial ulong SSL_CTX_get_options(SafeSslContextHandle ctx);

    [LibraryImport(Library)]
    internal static partial int SSL_CTX_get_verify_mode(SafeSslContextHandle ctx);

    [LibraryImport(Library)]
    internal static partial nuint SSL_CTX_get_num_tickets(SafeSslContextHandle ctx);

    [LibraryImport(Library)]
    internal static partial int SSL_CTX_set0_tmp_dh_pkey(SafeSslContextHandle ctx, SafeEvpPKeyHandle dhpkey);

    [LibraryImport(Library)]
    internal static partial ulong SSL_CTX_clear_options(SafeSslContextHandle ctx, ulong op);

    [LibraryImport(Library)]
    internal static partial ulong SSL_CTX_set_options(SafeSslContextHandle ctx, ulong op);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int SSL_CTX_set_cipher_list(SafeSslContextHandle ctx, string str);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int SSL_CTX_set_ciphersuites(SafeSslContextHandle ctx, string str);

    [LibraryImport(Library)]
    internal static partial int SSL_CTX_use_certificate(SafeSslContextHandle ctx, SafeX509Handle x);

    [LibraryImport(Library)]
    internal static partial int SSL_CTX_use_PrivateKey(SafeSslContextHandle ctx, SafeEvpPKeyHandle pkey);

    [LibraryImport(Library)]
    internal static partial void SSL_CTX_set_post_handshake_auth(SafeSslContextHandle ctx, int val);

    [LibraryImport(Library)]
    internal static partial int SSL_CTX_check_private_key(SafeSslContextHandle ctx);

    [LibraryImport(Library)]
    internal static partial void SSL_CTX_set_verify(SafeSslContextHandle ctx, int mode, nint callback);

    [LibraryImport(Library)]
    internal static partial void SSL_CTX_set_cert_verify_callback(
        SafeSslContextHandle ctx, delegate* unmanaged<nint, nint, int> callback, nint arg);

    /// <summary>The context takes its own reference.</summary>
    [LibraryImport(Library)]
    internal static partial void SSL_CTX_set1_cert_store(SafeSslContextHandle ctx, SafeX509StoreHandle store);

    [LibraryImport(Library)]
    internal static partial int SSL_CTX_add_client_CA(SafeSslContextHandle ctx, SafeX509Handle cacert);

    [LibraryImport(Library)]
    internal static partial void SSL_CTX_set_default_read_buffer_len(SafeSslContextHandle ctx, nuint len);

    [LibraryImport(Library)]
    internal static partial int SSL_CTX_set_alpn_protos(SafeSslContextHandle ctx, byte* protos, uint protos_len);

    [LibraryImport(Library)]
    internal static partial void SSL_CTX_set_alpn_select_cb(
        SafeSslContextHandle ctx, delegate* unmanaged<nint, byte**, byte*, byte*, uint, nint, int> cb, nint arg);

    [LibraryImport(Library)]
    internal static partial int SSL_CTX_set_num_tickets(SafeSslContextHandle ctx, nuint num_tickets);

    [LibraryImport(Library)]
    internal static partial SafeSslHandle SSL_new(SafeSslContextHandle ctx);

    [LibraryImport(Library)]
    internal static partial void SSL_free(nint ssl);

    [LibraryImport(Library)]
    internal static partial void SSL_set_bio(SafeSslHandle s, SafeBioHandle rbio, SafeBioHandle wbio);

    [LibraryImport(Library)]
    internal static partial void SSL_set_connect_state(SafeSslHandle s);

    [LibraryImport(Library)]
    internal static partial void SSL_set_accept_state(SafeSslHandle s);

    [LibraryImport(Library)]
    internal static partial int SSL_do_handshake(SafeSslHandle s);

    [LibraryImport(Library)]
    internal static partial int SSL_read_ex(SafeSslHandle s, byte* buf, nuint num, out nuint readbytes);

    [LibraryImport(Library)]
    internal static partial int SSL_write_ex(SafeSslHandle s, byte* buf, nuint num, out nuint written);

    [LibraryImport(Library)]
    internal static partial int SSL_shutdown(SafeSslHandle s);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial int SSL_has_pending(SafeSslHandle s);

    [LibraryImport(Library)]
    internal static partial int SSL_get_error(SafeSslHandle s, int ret_code);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial CLong SSL_ctrl(SafeSslHandle s, int cmd, CLong larg, string? parg);

    /// <summary>For callbacks only, during which the library keeps the object alive.</summary>
    [LibraryImport(Library, EntryPoint = "SSL_ctrl")]
    internal static partial CLong SSL_ctrl_raw(nint s, int cmd, CLong larg, nint parg);

    [LibraryImport(Library)]
    internal static partial int SSL_set_ex_data(SafeSslHandle ssl, int idx, nint data);

    /// <summary>For callbacks only, during which the library keeps the object alive.</summary>
    [LibraryImport(Library)]
    internal static partial nint SSL_get_ex_data(nint ssl, int idx);

    [LibraryImport(Library)]
    internal static partial int SSL_get_ex_data_X509_STORE_CTX_idx();

    [LibraryImport(Library)]
    internal static partial void SSL_set_info_callback(SafeSslHandle ssl, delegate* unmanaged<nint, int, int, void> cb);

    [LibraryImport(Library)]
    internal static partial int SSL_version(SafeSslHandle ssl);

    /// <summary>Borrowed: a static table of the library.</summary>
    [LibraryImport(Library)]
    internal static partial nint SSL_get_current_cipher(SafeSslHandle s);

    [LibraryImport(Library)]
    internal static partial SafeCipherStackHandle SSL_get1_supported_ciphers(SafeSslHandle s);

    [LibraryImport(Library)]
    internal static partial nint SSL_CIPHER_get_name(nint c);

    [LibraryImport(Library)]
    internal static partial nint SSL_CIPHER_standard_name(nint c);

    [LibraryImport(Library)]
    internal static partial nint SSL_CIPHER_get_version(nint c);

    [LibraryImport(Library)]
    internal static partial int SSL_CIPHER_get_bits(nint c, out int alg_bits);

    [LibraryImport(Library)]
    internal static partial nint SSL_CIPHER_description(nint cipher, byte* buf, int size);

    [LibraryImport(Library)]
    internal static partial void SSL_get0_alpn_selected(SafeSslHandle ssl, out byte* data, out uint len);

    [LibraryImport(Library)]
    internal static partial nint SSL_alert_desc_string_long(int value);
}
