using System.Security.Cryptography;

namespace QSslCore;

/// <summary>Bytes of a key: pinned, so that the collector leaves no copies behind, and zeroed when nobody needs them.</summary>
internal sealed class KeyMaterial
{
    private readonly byte[] _bytes;

    private KeyMaterial(byte[] bytes) => _bytes = bytes;

    ~KeyMaterial() => CryptographicOperations.ZeroMemory(_bytes);

    public static KeyMaterial None { get; } = new([]);

    public int Length => _bytes.Length;

    public ReadOnlySpan<byte> Bytes => _bytes;

    public static KeyMaterial CopyOf(ReadOnlySpan<byte> bytes)
    {
        byte[] pinned = GC.AllocateUninitializedArray<byte>(bytes.Length, pinned: true);
        bytes.CopyTo(pinned);
        return new(pinned);
    }
}
