using System.Runtime.InteropServices;

namespace QSslCore.Tls.OpenSsl;

/// <summary>libcrypto: versions, errors, I/O objects, memory, stacks.</summary>
internal static unsafe partial class Crypto
{
    internal const string Library = "libcrypto";

    internal const int BIO_TYPE_SOURCE_SINK = 0x0400;
    internal const int BIO_CTRL_INFO = 3;
    internal const int BIO_FLAGS_READ = 0x01;
    internal const int BIO_FLAGS_WRITE = 0x02;
    internal const int BIO_FLAGS_SHOULD_RETRY = 0x08;
    internal const int BIO_FLAGS_RWS = 0x07;

    [LibraryImport(Library)]
    internal static partial CULong OpenSSL_version_num();

    [LibraryImport(Library)]
    internal static partial nint OpenSSL_version(int type);

    [LibraryImport(Library)]
    internal static partial SafeLibraryContextHandle OSSL_LIB_CTX_new();

    [LibraryImport(Library)]
    internal static partial void OSSL_LIB_CTX_free(nint ctx);

    /// <summary>The context unloads the provider.</summary>
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint OSSL_PROVIDER_load(SafeLibraryContextHandle libctx, string name);

    [LibraryImport(Library)]
    internal static partial CULong ERR_get_error();

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial CULong ERR_peek_error();

    [LibraryImport(Library)]
    internal static partial void ERR_clear_error();

    [LibraryImport(Library)]
    internal static partial nint ERR_reason_error_string(CULong e);

    [LibraryImport(Library)]
    internal static partial int BIO_get_new_index();

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial SafeBioMethodHandle BIO_meth_new(int type, string name);

    [LibraryImport(Library)]
    internal static partial void BIO_meth_free(nint biom);

    [LibraryImport(Library)]
    internal static partial int BIO_meth_set_read_ex(SafeBioMethodHandle biom, delegate* unmanaged<nint, byte*, nuint, nuint*, int> read);

    [LibraryImport(Library)]
    internal static partial int BIO_meth_set_write_ex(SafeBioMethodHandle biom, delegate* unmanaged<nint, byte*, nuint, nuint*, int> write);

    /// <summary>Borrowed: a static object of the library.</summary>
    [LibraryImport(Library)]
    internal static partial nint BIO_s_null();

    [LibraryImport(Library)]
    internal static partial delegate* unmanaged<nint, int, CLong, nint, CLong> BIO_meth_get_ctrl(nint biom);

    [LibraryImport(Library)]
    internal static partial int BIO_meth_set_ctrl(SafeBioMethodHandle biom, delegate* unmanaged<nint, int, CLong, nint, CLong> ctrl);

    [LibraryImport(Library)]
    internal static partial SafeBioHandle BIO_new(SafeBioMethodHandle type);

    [LibraryImport(Library)]
    internal static partial int BIO_free(nint a);

    [LibraryImport(Library)]
    internal static partial int BIO_up_ref(SafeBioHandle a);

    [LibraryImport(Library)]
    internal static partial void BIO_set_data(SafeBioHandle a, nint ptr);

    [LibraryImport(Library)]
    internal static partial void BIO_set_init(SafeBioHandle a, int init);

    /// <summary>For callbacks only, during which the library keeps the object alive.</summary>
    [LibraryImport(Library), SuppressGCTransition]
    internal static partial nint BIO_get_data(nint a);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial void BIO_set_flags(nint b, int flags);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial void BIO_clear_flags(nint b, int flags);

    [LibraryImport(Library)]
    internal static partial SafeBioHandle BIO_new_mem_buf(byte* buf, int len);

    /// <summary>Borrowed: a static table of the library.</summary>
    [LibraryImport(Library)]
    internal static partial nint BIO_s_mem();

    /// <summary>Borrowed: a static table of the library.</summary>
    [LibraryImport(Library)]
    internal static partial nint BIO_s_secmem();

    [LibraryImport(Library, EntryPoint = "BIO_new")]
    internal static partial SafeBioHandle BIO_new_builtin(nint type);

    [LibraryImport(Library)]
    internal static partial CLong BIO_ctrl(SafeBioHandle bp, int cmd, CLong larg, out byte* parg);

    [LibraryImport(Library)]
    internal static partial int OPENSSL_sk_num(nint st);

    [LibraryImport(Library)]
    internal static partial nint OPENSSL_sk_value(nint st, int i);

    [LibraryImport(Library)]
    internal static partial SafeX509StackHandle OPENSSL_sk_new_null();

    [LibraryImport(Library)]
    internal static partial int OPENSSL_sk_push(SafeX509StackHandle st, nint data);

    [LibraryImport(Library)]
    internal static partial void OPENSSL_sk_free(nint st);

    [LibraryImport(Library)]
    internal static partial void CRYPTO_clear_free(void* ptr, nuint num, nint file, int line);
}
