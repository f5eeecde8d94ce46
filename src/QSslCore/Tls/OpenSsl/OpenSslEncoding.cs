using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace QSslCore.Tls.OpenSsl;

/// <summary>What OpenSSL's i2d functions write.</summary>
internal static unsafe class OpenSslEncoding
{
    /// <summary>Asks an i2d function for the size, then for the bytes.</summary>
    public static byte[]? Collect(Func<nint, int> encode)
    {
        int length = encode(0);
        if (length <= 0)
        {
            OpenSslErrorQueue.Clear();
            return null;
        }
        // Pinned from the start: the collector must not leave copies of a key behind.
        byte[] result = GC.AllocateUninitializedArray<byte>(length, pinned: true);
        byte* at = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(result));
        return encode((nint)(&at)) == length ? result : null;
    }
}
