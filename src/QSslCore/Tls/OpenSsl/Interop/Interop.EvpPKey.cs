using System.Runtime.InteropServices;

namespace QSslCore.Tls.OpenSsl;

/// <summary>libcrypto: keys and their encodings.</summary>
internal static unsafe partial class EvpPKey
{
    internal const int EVP_PKEY_DH = 28;

    [LibraryImport(Crypto.Library)]
    internal static partial void EVP_PKEY_free(nint pkey);

    [LibraryImport(Crypto.Library)]
    internal static partial int EVP_PKEY_get_bits(SafeEvpPKeyHandle pkey);

    [LibraryImport(Crypto.Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int EVP_PKEY_is_a(SafeEvpPKeyHandle pkey, string name);

    [LibraryImport(Crypto.Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int EVP_PKEY_set_utf8_string_param(SafeEvpPKeyHandle pkey, string key_name, string str);

    [LibraryImport(Crypto.Library)]
    internal static partial SafeEvpPKeyHandle PEM_read_bio_PrivateKey(
        SafeBioHandle bp, nint x, delegate* unmanaged<byte*, int, int, nint, int> cb, nint u);

    [LibraryImport(Crypto.Library)]
    internal static partial SafeX509SigHandle d2i_X509_SIG(nint a, byte** pp, CLong length);

    [LibraryImport(Crypto.Library)]
    internal static partial void X509_SIG_free(nint a);

    [LibraryImport(Crypto.Library)]
    internal static partial SafePkcs8Handle PKCS8_decrypt_ex(
        SafeX509SigHandle p8, byte* pass, int passlen, SafeLibraryContextHandle ctx, nint propq);

    [LibraryImport(Crypto.Library)]
    internal static partial SafeEvpPKeyHandle EVP_PKCS82PKEY(SafePkcs8Handle p8);

    [LibraryImport(Crypto.Library)]
    internal static partial SafeEvpPKeyHandle PEM_read_bio_PUBKEY(
        SafeBioHandle bp, nint x, delegate* unmanaged<byte*, int, int, nint, int> cb, nint u);

    [LibraryImport(Crypto.Library)]
    internal static partial SafeEvpPKeyHandle d2i_PKCS8PrivateKey_bio(
        SafeBioHandle bp, nint x, delegate* unmanaged<byte*, int, int, nint, int> cb, nint u);

    [LibraryImport(Crypto.Library)]
    internal static partial SafeEvpPKeyHandle d2i_AutoPrivateKey(nint a, byte** pp, CLong length);

    [LibraryImport(Crypto.Library)]
    internal static partial SafeEvpPKeyHandle d2i_PUBKEY(nint a, byte** pp, CLong length);

    [LibraryImport(Crypto.Library)]
    internal static partial SafeEvpPKeyHandle d2i_KeyParams(int type, nint a, byte** pp, CLong length);

    [LibraryImport(Crypto.Library)]
    internal static partial SafeEvpPKeyContextHandle EVP_PKEY_CTX_new_from_pkey(nint libctx, SafeEvpPKeyHandle pkey, nint propquery);

    [LibraryImport(Crypto.Library)]
    internal static partial void EVP_PKEY_CTX_free(nint ctx);

    [LibraryImport(Crypto.Library)]
    internal static partial int EVP_PKEY_param_check(SafeEvpPKeyContextHandle ctx);

    [LibraryImport(Crypto.Library)]
    internal static partial int i2d_PUBKEY(SafeEvpPKeyHandle a, byte** pp);

    [LibraryImport(Crypto.Library)]
    internal static partial int i2d_PrivateKey(SafeEvpPKeyHandle a, byte** pp);

    [LibraryImport(Crypto.Library)]
    internal static partial SafePkcs8Handle EVP_PKEY2PKCS8(SafeEvpPKeyHandle pkey);

    [LibraryImport(Crypto.Library)]
    internal static partial int i2d_PKCS8_PRIV_KEY_INFO(SafePkcs8Handle a, byte** pp);

    [LibraryImport(Crypto.Library)]
    internal static partial void PKCS8_PRIV_KEY_INFO_free(nint a);

    [LibraryImport(Crypto.Library)]
    internal static partial int PEM_write_bio_PrivateKey_traditional(
        SafeBioHandle bp, SafeEvpPKeyHandle x, nint enc, byte* kstr, int klen, nint cb, nint u);

    [LibraryImport(Crypto.Library)]
    internal static partial int PEM_write_bio_PKCS8PrivateKey(
        SafeBioHandle bp, SafeEvpPKeyHandle x, nint enc, byte* kstr, int klen, nint cb, nint u);

    [LibraryImport(Crypto.Library)]
    internal static partial SafeX509SigHandle PKCS8_encrypt(
        int pbe_nid, nint cipher, byte* pass, int passlen, byte* salt, int saltlen, int iter, SafePkcs8Handle p8);

    [LibraryImport(Crypto.Library)]
    internal static partial int i2d_X509_SIG(SafeX509SigHandle a, byte** pp);

    /// <summary>Borrowed: a static table of the library.</summary>
    [LibraryImport(Crypto.Library)]
    internal static partial nint EVP_des_ede3_cbc();

    /// <summary>Borrowed: a static table of the library.</summary>
    [LibraryImport(Crypto.Library)]
    internal static partial nint EVP_aes_256_cbc();
}
