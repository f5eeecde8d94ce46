using System.Runtime.InteropServices;
using System.Security;
using System.Security.Cryptography;
using System.Text;

namespace QSslModule;

/// <summary>A pass phrase in the clear for as short as it is needed, in memory that does not move and is overwritten after.</summary>
internal sealed class Secret : IDisposable
{
    private readonly char[] _characters = [];
    private readonly byte[] _bytes = [];

    public Secret(SecureString? secret)
    {
        if (secret is null || secret.Length == 0)
            return;
        nint text = Marshal.SecureStringToGlobalAllocUnicode(secret);
        try
        {
            unsafe
            {
                ReadOnlySpan<char> characters = new((char*)text, secret.Length);
                _characters = GC.AllocateUninitializedArray<char>(characters.Length, pinned: true);
                characters.CopyTo(_characters);
                _bytes = GC.AllocateUninitializedArray<byte>(Encoding.UTF8.GetByteCount(characters), pinned: true);
                Encoding.UTF8.GetBytes(characters, _bytes);
            }
        }
        finally
        {
            Marshal.ZeroFreeGlobalAllocUnicode(text);
        }
    }

    public bool IsEmpty => _characters.Length == 0;

    /// <summary>As PKCS#12 takes it.</summary>
    public ReadOnlySpan<char> Characters => _characters;

    /// <summary>In UTF-8, as keys take it.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_bytes);
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(_characters.AsSpan()));
    }
}
