using System.Security.Cryptography;
using System.Text;

namespace QSslCore.Probing.Sessions;

/// <summary>The pseudorandom function of TLS 1.0 to 1.2 (RFC 2246 and RFC 5246, section 5).</summary>
internal static class TlsPrf
{
    /// <summary>Derives bytes from a secret.</summary>
    /// <param name="hash">The hash of the suite; null for TLS 1.0 and 1.1, which join MD5 and SHA-1.</param>
    /// <param name="secret">The secret; may be empty.</param>
    /// <param name="label">What the bytes are for.</param>
    /// <param name="seed">What makes them differ from others of the same label.</param>
    /// <param name="length">How many bytes.</param>
    public static byte[] Derive(HashAlgorithmName? hash, ReadOnlySpan<byte> secret, string label, ReadOnlySpan<byte> seed, int length)
    {
        byte[] labelledSeed = [.. Encoding.ASCII.GetBytes(label), .. seed];
        byte[] output = new byte[length];
        if (hash is { } one)
        {
            Expand(one, secret, labelledSeed, output);
            return output;
        }
        // The halves share the middle byte when the length is odd.
        int half = (secret.Length + 1) / 2;
        byte[] other = new byte[length];
        Expand(HashAlgorithmName.MD5, secret[..half], labelledSeed, output);
        Expand(HashAlgorithmName.SHA1, secret[^half..], labelledSeed, other);
        for (int i = 0; i < length; i++)
            output[i] ^= other[i];
        return output;
    }

    /// <summary>P_hash of the RFC.</summary>
    private static void Expand(HashAlgorithmName hash, ReadOnlySpan<byte> secret, byte[] seed, Span<byte> output)
    {
        byte[] key = secret.ToArray();
        byte[] chain = CryptographicOperations.HmacData(hash, key, seed);
        while (!output.IsEmpty)
        {
            byte[] block = CryptographicOperations.HmacData(hash, key, (byte[])[.. chain, .. seed]);
            int taken = Math.Min(block.Length, output.Length);
            block.AsSpan(0, taken).CopyTo(output);
            output = output[taken..];
            chain = CryptographicOperations.HmacData(hash, key, chain);
        }
    }
}
