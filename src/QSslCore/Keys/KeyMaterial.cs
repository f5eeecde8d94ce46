using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace QSslCore;

/// <summary>
/// Creates arrays for the bytes of keys. They are pinned, so that the garbage collector leaves no copies behind when it moves objects,
/// and they are zeroed when nothing references them any more.
/// </summary>
internal static class KeyMaterial
{
    // The eraser belongs to the array and not to the key, because a span over the array may outlive the key.
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
