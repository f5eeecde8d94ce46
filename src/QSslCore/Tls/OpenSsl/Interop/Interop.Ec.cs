using System.Runtime.InteropServices;

namespace QSslCore.Tls.OpenSsl;

/// <summary>libcrypto: curves and the names of objects.</summary>
internal static unsafe partial class Ec
{
    [LibraryImport(Crypto.Library)]
    internal static partial nuint EC_get_builtin_curves(EC_builtin_curve* r, nuint nitems);

    [LibraryImport(Crypto.Library)]
    internal static partial nint EC_curve_nid2nist(int nid);

    [LibraryImport(Crypto.Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int OBJ_txt2nid(string s);

    [LibraryImport(Crypto.Library)]
    internal static partial nint OBJ_nid2sn(int n);

    [LibraryImport(Crypto.Library)]
    internal static partial nint OBJ_nid2ln(int n);

    internal struct EC_builtin_curve
    {
        public int nid;
        public nint comment;
    }
}
