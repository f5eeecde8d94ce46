using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Math;

namespace QSslCore.BouncyCastle.Keys;

/// <summary>Determines whether Diffie-Hellman parameters (PKCS#3) are sound.</summary>
internal static class FiniteFields
{
    private const int Weakest = 512;
    private const int Certainty = 100;

    public static bool AreSound(ReadOnlySpan<byte> der, out string reason)
    {
        reason = "";
        try
        {
            DHParameter read = DHParameter.GetInstance(der.ToArray());
            reason = Fault(read.P, read.G);
        }
        catch (Exception e) when (e is ArgumentException or IOException)
        {
            reason = "they cannot be read";
        }
        return reason.Length == 0;
    }

    private static string Fault(BigInteger prime, BigInteger generator)
    {
        if (prime.SignValue <= 0 || prime.BitLength < Weakest)
            return "the prime is too small";
        if (generator.CompareTo(BigInteger.Two) < 0 || generator.CompareTo(prime.Subtract(BigInteger.Two)) > 0)
            return "the generator is unsuitable";
        if (!prime.IsProbablePrime(Certainty))
            return "the prime is none";
        return prime.ShiftRight(1).IsProbablePrime(Certainty) ? "" : "the prime is not a safe prime";
    }
}
