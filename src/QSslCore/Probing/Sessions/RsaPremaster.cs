using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;
using QSslCore.Probing.Messages;

namespace QSslCore.Probing.Sessions;

/// <summary>Encrypts a premaster secret with the peer's RSA key, with any padding.</summary>
internal static class RsaPremaster
{
    private const int SecretLength = 48;

    /// <summary>A key whose modulus is longer only costs time.</summary>
    private const int MaxModulusLength = 2048;

    /// <summary>The limit of OpenSSL. A longer exponent only costs time, up to many seconds.</summary>
    private const int MaxExponentLength = 8;

    /// <summary>Makes a premaster secret.</summary>
    /// <param name="version">The version of the ClientHello.</param>
    public static byte[] Create(int version)
    {
        byte[] secret = RandomNumberGenerator.GetBytes(SecretLength);
        // No byte is zero: one would look like a separator to a peer that searches from the wrong end.
        for (int i = 0; i < secret.Length; i++)
            secret[i] |= (byte)(secret[i] == 0 ? 1 : 0);
        BinaryPrimitives.WriteUInt16BigEndian(secret, (ushort)version);
        return secret;
    }

    /// <summary>Encrypts a premaster secret.</summary>
    /// <exception cref="SessionException">The key cannot be used.</exception>
    public static byte[] Encrypt(RSAParameters key, byte[] secret, RsaPadding padding)
    {
        byte[] modulus = key.Modulus!.AsSpan().TrimStart((byte)0).ToArray();
        if (modulus.Length < SecretLength + 11)
            throw new SessionException($"the RSA key has {modulus.Length * 8} bits, too few to encrypt a premaster secret");
        if (modulus.Length > MaxModulusLength)
            throw new SessionException($"the RSA key has {modulus.Length * 8} bits, more than the {MaxModulusLength * 8} that are tried");
        byte[] exponent = key.Exponent!.AsSpan().TrimStart((byte)0).ToArray();
        if (exponent.Length > MaxExponentLength)
            throw new SessionException($"the exponent of the RSA key has {exponent.Length} bytes, more than the {MaxExponentLength} "
                + "that are tried");
        BigInteger cipher = BigInteger.ModPow(
            new(Block(modulus.Length, secret, padding), isUnsigned: true, isBigEndian: true),
            new(exponent, isUnsigned: true, isBigEndian: true),
            new(modulus, isUnsigned: true, isBigEndian: true));
        return BigEndian.Bytes(cipher, modulus.Length);
    }

    private static byte[] Block(int length, byte[] secret, RsaPadding padding)
    {
        byte[] block = new byte[length];
        block.AsSpan().Fill(0xA5);
        block[0] = 0;
        block[1] = 2;
        block[^(SecretLength + 1)] = 0;
        secret.CopyTo(block, length - SecretLength);
        switch (padding)
        {
            case RsaPadding.WrongStart:
                // Below any modulus of that length, whose first bit is set.
                (block[0], block[1]) = (0x41, 0x17);
                break;
            case RsaPadding.WrongSeparator:
                block[^(SecretLength + 1)] = 0x11;
                block[^2] = 0;
                break;
            case RsaPadding.NoSeparator:
                block[^(SecretLength + 1)] = 0x11;
                break;
            case RsaPadding.WrongVersion:
                (block[^SecretLength], block[^(SecretLength - 1)]) = (2, 2);
                break;
        }
        return block;
    }
}
