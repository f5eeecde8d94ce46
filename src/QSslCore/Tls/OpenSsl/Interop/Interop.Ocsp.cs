using System.Runtime.InteropServices;

namespace QSslCore.Tls.OpenSsl;

/// <summary>libcrypto: OCSP responses.</summary>
internal static unsafe partial class Ocsp
{
    internal const int OCSP_RESPONSE_STATUS_SUCCESSFUL = 0;
    internal const int OCSP_RESPONSE_STATUS_MALFORMEDREQUEST = 1;
    internal const int OCSP_RESPONSE_STATUS_INTERNALERROR = 2;
    internal const int OCSP_RESPONSE_STATUS_TRYLATER = 3;
    internal const int OCSP_RESPONSE_STATUS_SIGREQUIRED = 5;
    internal const int OCSP_RESPONSE_STATUS_UNAUTHORIZED = 6;

    internal const int V_OCSP_CERTSTATUS_GOOD = 0;
    internal const int V_OCSP_CERTSTATUS_REVOKED = 1;

    [LibraryImport(Crypto.Library)]
    internal static partial SafeOcspResponseHandle d2i_OCSP_RESPONSE(nint a, byte** pp, CLong length);

    [LibraryImport(Crypto.Library)]
    internal static partial void OCSP_RESPONSE_free(nint a);

    [LibraryImport(Crypto.Library)]
    internal static partial int OCSP_response_status(SafeOcspResponseHandle resp);

    [LibraryImport(Crypto.Library)]
    internal static partial SafeOcspBasicResponseHandle OCSP_response_get1_basic(SafeOcspResponseHandle resp);

    [LibraryImport(Crypto.Library)]
    internal static partial void OCSP_BASICRESP_free(nint a);

    [LibraryImport(Crypto.Library)]
    internal static partial int OCSP_basic_verify(SafeOcspBasicResponseHandle bs, SafeX509StackHandle certs, SafeX509StoreHandle st, CULong flags);

    [LibraryImport(Crypto.Library)]
    internal static partial int OCSP_resp_count(SafeOcspBasicResponseHandle bs);

    /// <summary>Borrowed: the response owns it.</summary>
    [LibraryImport(Crypto.Library)]
    internal static partial nint OCSP_resp_get0(SafeOcspBasicResponseHandle bs, int idx);

    /// <summary>Borrowed: the single response owns it.</summary>
    [LibraryImport(Crypto.Library)]
    internal static partial nint OCSP_SINGLERESP_get0_id(nint x);

    [LibraryImport(Crypto.Library)]
    internal static partial int OCSP_id_get0_info(nint piNameHash, out nint pmd, nint pikeyHash, nint pserial, nint cid);

    [LibraryImport(Crypto.Library)]
    internal static partial SafeOcspCertIdHandle OCSP_cert_to_id(nint dgst, SafeX509Handle subject, SafeX509Handle issuer);

    [LibraryImport(Crypto.Library)]
    internal static partial int OCSP_id_cmp(nint a, SafeOcspCertIdHandle b);

    [LibraryImport(Crypto.Library)]
    internal static partial void OCSP_CERTID_free(nint a);

    /// <summary>The times are borrowed: the single response owns them.</summary>
    [LibraryImport(Crypto.Library)]
    internal static partial int OCSP_single_get0_status(nint single, out int reason, out nint revtime, out nint thisupd, out nint nextupd);

    [LibraryImport(Crypto.Library)]
    internal static partial int OBJ_obj2nid(nint o);

    /// <summary>Borrowed: a static table of the library.</summary>
    [LibraryImport(Crypto.Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint EVP_get_digestbyname(string name);

    /// <summary>Borrowed: the object owns it.</summary>
    [LibraryImport(Crypto.Library)]
    internal static partial byte* ASN1_STRING_get0_data(nint x);

    [LibraryImport(Crypto.Library)]
    internal static partial int ASN1_STRING_length(nint x);

    /// <summary>Borrowed: the store owns it.</summary>
    [LibraryImport(Crypto.Library)]
    internal static partial nint X509_STORE_get0_param(SafeX509StoreHandle ctx);

    /// <summary>Memory that the library frees by itself when it was given away.</summary>
    [LibraryImport(Crypto.Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial byte* CRYPTO_malloc(nuint num, string file, int line);
}
