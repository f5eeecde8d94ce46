using System.Numerics;

namespace QSslCore.Probing.Sessions;

/// <summary>Numbers as TLS writes them.</summary>
internal static class BigEndian
{
    /// <summary>A number from its bytes.</summary>
    public static BigInteger Number(ReadOnlySpan<byte> bytes) => new(bytes, isUnsigned: true, isBigEndian: true);

    /// <summary>A number of so many bytes, with zeros in front.</summary>
    public static byte[] Bytes(BigInteger number, int length)
    {
        byte[] bytes = new byte[length];
        byte[] digits = number.ToByteArray(isUnsigned: true, isBigEndian: true);
        digits.CopyTo(bytes.AsSpan(length - digits.Length));
        return bytes;
    }

    /// <summary>A number without zeros in front.</summary>
    public static byte[] Bytes(BigInteger number) => number.ToByteArray(isUnsigned: true, isBigEndian: true);
}
