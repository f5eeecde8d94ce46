using System.Runtime.InteropServices;
using System.Security;
using System.Security.Cryptography;
using System.Text;

namespace QSslModule;

/// <summary>A pass phrase in clear text for as briefly as possible, in memory that does not move and is overwritten afterwards.</summary>
internal sealed class Secret : IDisposable
{
    private readonly byte[] _bytes;

    public Secret(SecureString? secret)
    {
        if (secret is null || secret.Length == 0)
        {
            _bytes = [];
            return;
        }
        nint text = Marshal.SecureStringToGlobalAllocUnicode(secret);
        try
        {
            unsafe
            {
                ReadOnlySpan<char> characters = new((char*)text, secret.Length);
                _bytes = GC.AllocateUninitializedArray<byte>(Encoding.UTF8.GetByteCount(characters), pinned: true);
                Encoding.UTF8.GetBytes(characters, _bytes);
            }
        }
        finally
        {
            Marshal.ZeroFreeGlobalAllocUnicode(text);
        }
    }

    public bool IsEmpty => _bytes.Length == 0;

    public ReadOnlySpan<byte> Bytes => _bytes;

    public void Dispose() => CryptographicOperations.ZeroMemory(_bytes);
}
