using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace QSslCore.Tls.OpenSsl;

/// <summary>Collects the output of OpenSSL's i2d functions.</summary>
internal static unsafe class OpenSslEncoding
{
    /// <summary>Calls an i2d function for the size, and then for the bytes.</summary>
    public static byte[]? Collect(Func<nint, int> encode)
    {
        int length = encode(0);
        if (length <= 0)
        {
            OpenSslErrorQueue.Clear();
            return null;
        }
        // The array is pinned from the start, so that the garbage collector leaves no copies of a key behind.
        byte[] result = GC.AllocateUninitializedArray<byte>(length, pinned: true);
        byte* at = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(result));
        return encode((nint)(&at)) == length ? result : null;
    }
}
