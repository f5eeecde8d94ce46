using System.Runtime.InteropServices;

namespace QSslCore.Tls.OpenSsl;

/// <summary>libcrypto: certificates and their verification.</summary>
internal static unsafe partial class X509
{
    internal const int X509_V_OK = 0;
    internal const uint X509_V_FLAG_USE_CHECK_TIME = 0x2;
    internal const uint X509_V_FLAG_NO_CHECK_TIME = 0x200000;
    internal const int X509_PURPOSE_SSL_CLIENT = 1;
    internal const int X509_PURPOSE_SSL_SERVER = 2;
    internal const int X509_PURPOSE_ANY = 7;
    internal const uint X509V3_EXT_DUMP_UNKNOWN = 0x30000;
    internal const uint X509_CHECK_FLAG_NEVER_CHECK_SUBJECT = 0x20;

    [LibraryImport(Crypto.Library)]
    internal static partial SafeX509Handle d2i_X509(nint px, byte** @in, CLong len);

    [LibraryImport(Crypto.Library)]
    internal static partial int i2d_X509(nint a, byte** ppout);

    [LibraryImport(Crypto.Library)]
    internal static partial int i2d_X509_NAME(nint a, byte** ppout);

    [LibraryImport(Crypto.Library)]
    internal static partial int X509_print_ex(SafeBioHandle bp, SafeX509Handle x, CULong nmflag, CULong cflag);

    [LibraryImport(Crypto.Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int OBJ_txt2nid(string s);

    /// <summary>Returns the method of an extension; 0 if the library has none.</summary>
    [LibraryImport(Crypto.Library)]
    internal static partial nint X509V3_EXT_get_nid(int nid);

    [LibraryImport(Crypto.Library)]
    internal static partial int X509_up_ref(SafeX509Handle x);

    [LibraryImport(Crypto.Library)]
    internal static partial void X509_free(nint a);

    /// <summary>Returns a reference that the caller owns.</summary>
    [LibraryImport(Crypto.Library)]
    internal static partial SafeEvpPKeyHandle X509_get_pubkey(SafeX509Handle x);

    /// <summary>Checks whether a certificate is signed with a key: 1 if it is.</summary>
    [LibraryImport(Crypto.Library)]
    internal static partial int X509_verify(SafeX509Handle a, SafeEvpPKeyHandle r);

    [LibraryImport(Crypto.Library)]
    internal static partial SafeX509StoreHandle X509_STORE_new();

    [LibraryImport(Crypto.Library)]
    internal static partial void X509_STORE_free(nint v);

    [LibraryImport(Crypto.Library)]
    internal static partial int X509_STORE_add_cert(SafeX509StoreHandle ctx, SafeX509Handle x);

    [LibraryImport(Crypto.Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int X509_STORE_load_path(SafeX509StoreHandle ctx, string path);

    [LibraryImport(Crypto.Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int X509_STORE_load_file(SafeX509StoreHandle ctx, string file);

    [LibraryImport(Crypto.Library)]
    internal static partial SafeX509StoreContextHandle X509_STORE_CTX_new();

    [LibraryImport(Crypto.Library)]
    internal static partial void X509_STORE_CTX_free(nint ctx);

    [LibraryImport(Crypto.Library)]
    internal static partial int X509_STORE_CTX_init(
        SafeX509StoreContextHandle ctx, SafeX509StoreHandle trust_store, SafeX509Handle target, SafeX509StackHandle untrusted);

    // The functions below accept a context of our own and the library's context inside a callback. The caller keeps it alive.
    [LibraryImport(Crypto.Library)]
    internal static partial int X509_STORE_CTX_set_purpose(nint ctx, int purpose);

    [LibraryImport(Crypto.Library)]
    internal static partial void X509_STORE_CTX_set_verify_cb(nint ctx, delegate* unmanaged<int, nint, int> verify_cb);

    [LibraryImport(Crypto.Library)]
    internal static partial int X509_verify_cert(nint ctx);

    [LibraryImport(Crypto.Library)]
    internal static partial int X509_STORE_CTX_get_error(nint ctx);

    [LibraryImport(Crypto.Library)]
    internal static partial void X509_STORE_CTX_set_error(nint ctx, int s);

    [LibraryImport(Crypto.Library)]
    internal static partial int X509_STORE_CTX_get_error_depth(nint ctx);

    [LibraryImport(Crypto.Library)]
    internal static partial nint X509_STORE_CTX_get_current_cert(nint ctx);

    [LibraryImport(Crypto.Library)]
    internal static partial nint X509_STORE_CTX_get0_chain(nint ctx);

    [LibraryImport(Crypto.Library)]
    internal static partial nint X509_STORE_CTX_get0_untrusted(nint ctx);

    [LibraryImport(Crypto.Library)]
    internal static partial nint X509_STORE_CTX_get0_param(nint ctx);

    [LibraryImport(Crypto.Library)]
    internal static partial nint X509_STORE_CTX_get_ex_data(nint ctx, int idx);

    [LibraryImport(Crypto.Library)]
    internal static partial void X509_VERIFY_PARAM_set_time(nint param, long t);

    [LibraryImport(Crypto.Library)]
    internal static partial void X509_VERIFY_PARAM_set_auth_level(nint param, int auth_level);

    [LibraryImport(Crypto.Library)]
    internal static partial int X509_VERIFY_PARAM_set_flags(nint param, CULong flags);

    [LibraryImport(Crypto.Library)]
    internal static partial int X509_VERIFY_PARAM_set_purpose(nint param, int purpose);

    [LibraryImport(Crypto.Library)]
    internal static partial void X509_VERIFY_PARAM_set_hostflags(nint param, uint flags);

    [LibraryImport(Crypto.Library)]
    internal static partial int X509_VERIFY_PARAM_clear_flags(nint param, CULong flags);

    [LibraryImport(Crypto.Library)]
    internal static partial int X509_VERIFY_PARAM_get_auth_level(nint param);

    [LibraryImport(Crypto.Library)]
    internal static partial int X509_VERIFY_PARAM_set1(nint to, nint from);

    [LibraryImport(Crypto.Library)]
    internal static partial void X509_VERIFY_PARAM_set_depth(nint param, int depth);

    [LibraryImport(Crypto.Library)]
    internal static partial nint X509_verify_cert_error_string(CLong n);
}
