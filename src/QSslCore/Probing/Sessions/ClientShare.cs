using System.Numerics;
using System.Security.Cryptography;
using QSslCore.Probing.Messages;

namespace QSslCore.Probing.Sessions;

/// <summary>The client's part of a key agreement: what it sends, and the premaster secret that comes of it.</summary>
/// <param name="Message">The body of the ClientKeyExchange.</param>
/// <param name="Premaster">The premaster secret.</param>
internal sealed record ClientShare(byte[] Message, byte[] Premaster)
{
    /// <summary>A longer modulus only costs time.</summary>
    private const int MaxPrimeLength = 1024;

    private const int MaxSecretLength = 32;

    /// <summary>Answers a server's share.</summary>
    /// <exception cref="SessionException">The server's values cannot be used.</exception>
    public static ClientShare Answer(ServerKeyExchange server) => server.Group < 0 ? AnswerField(server) : AnswerCurve(server);

    /// <summary>Encrypts a premaster secret.</summary>
    /// <exception cref="SessionException">The key cannot be used.</exception>
    public static ClientShare Encrypt(RSAParameters key, int version, RsaPadding padding = RsaPadding.Right)
    {
        byte[] secret = RsaPremaster.Create(version), cipher = RsaPremaster.Encrypt(key, secret, padding);
        return new([(byte)(cipher.Length >> 8), (byte)cipher.Length, .. cipher], secret);
    }

    private static ClientShare AnswerField(ServerKeyExchange server)
    {
        BigInteger prime = BigEndian.Number(server.Prime), generator = BigEndian.Number(server.Generator);
        if (server.Prime.Length > MaxPrimeLength || prime < 5)
            throw new SessionException($"the server's prime has {prime.GetBitLength()} bits, and none of that size is used");
        BigInteger secret = BigEndian.Number(RandomNumberGenerator.GetBytes(Math.Clamp(server.Prime.Length - 1, 1, MaxSecretLength))) + 1;
        byte[] share = BigEndian.Bytes(BigInteger.ModPow(generator, secret, prime), server.Prime.Length);
        // Zeros in front are not part of the secret (RFC 5246, 8.1.2).
        byte[] premaster = BigEndian.Bytes(BigInteger.ModPow(BigEndian.Number(server.Public), secret, prime));
        return new([(byte)(share.Length >> 8), (byte)share.Length, .. share], premaster);
    }

    private static ClientShare AnswerCurve(ServerKeyExchange server)
    {
        NamedCurve curve = NamedCurve.Find(server.Group)
            ?? throw new SessionException($"the server chose the group {server.Group}, which was not offered");
        using ECDiffieHellman own = curve.MakeKey();
        byte[] premaster = curve.Agree(own, server.Public);
        ECPoint q = own.ExportParameters(false).Q;
        byte[] point = [4, .. q.X!, .. q.Y!];
        return new([(byte)point.Length, .. point], premaster);
    }
}
