using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace QSslCore;

/// <summary>
/// Makes arrays for the bytes of keys: pinned, so that the collector leaves no copies behind when it moves things, and
/// zeroed when nothing refers to them any more.
/// </summary>
internal static class KeyMaterial
{
    // Tied to the array and not to the key that owns it, since a span over the array may outlive that key.
    private static readonly ConditionalWeakTable<byte[], Eraser> s_erasers = [];

    public static byte[] CopyOf(ReadOnlySpan<byte> bytes)
    {
        byte[] pinned = GC.AllocateUninitializedArray<byte>(bytes.Length, pinned: true);
        bytes.CopyTo(pinned);
        s_erasers.Add(pinned, new Eraser(pinned));
        return pinned;
    }

    private sealed class Eraser(byte[] bytes)
    {
        ~Eraser() => CryptographicOperations.ZeroMemory(bytes);
    }
}
