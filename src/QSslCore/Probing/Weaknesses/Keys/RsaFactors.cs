using System.Numerics;

namespace QSslCore.Probing.Weaknesses.Keys;

/// <summary>Factors of an RSA modulus that are found without effort.</summary>
internal static class RsaFactors
{
    /// <summary>Fermat's method finds primes that share the upper half of their digits within a round or two.</summary>
    private const int MaxFermatRounds = 100;

    private const int MaxSmallFactor = 1 << 16;

    /// <summary>A longer number takes seconds.</summary>
    private const int MaxTestedBits = 8192;

    /// <summary>The product of the moduli in <see cref="s_residues"/>.</summary>
    private const long ResidueModulus = 64L * 63 * 65 * 11 * 17 * 19 * 23 * 31;

    private static readonly (int Modulus, bool[] IsSquare)[] s_residues =
        [.. new[] { 64, 63, 65, 11, 17, 19, 23, 31 }.Select(modulus => (modulus, Squares(modulus)))];

    private static readonly Lazy<BigInteger> s_smallPrimes = new(() => Product(Sieve()));

    /// <summary>Both factors are close to each other.</summary>
    public static bool AreClose(BigInteger modulus)
    {
        if (modulus.Sign <= 0 || modulus.IsEven)
            return false;
        BigInteger middle = RootAbove(modulus);
        for (int i = 0; i < MaxFermatRounds; i++, middle++)
        {
            BigInteger square = middle * middle - modulus;
            if (MayBeSquare(square) && RootAbove(square) is var root && root * root == square)
                return true;
        }
        return false;
    }

    /// <summary>Most numbers are seen not to be squares by a few of their remainders, without a root.</summary>
    private static bool MayBeSquare(BigInteger value)
    {
        long rest = (long)(value % ResidueModulus);
        return s_residues.All(each => each.IsSquare[rest % each.Modulus]);
    }

    private static bool[] Squares(int modulus)
    {
        bool[] squares = new bool[modulus];
        for (int i = 0; i < modulus; i++)
            squares[i * i % modulus] = true;
        return squares;
    }

    /// <summary>There are no two factors. No product of two large primes passes Fermat's test, but by a negligible chance.</summary>
    public static bool IsPrime(BigInteger modulus) =>
        modulus > 3 && !modulus.IsEven && modulus.GetBitLength() <= MaxTestedBits
            && BigInteger.ModPow(2, modulus - 1, modulus).IsOne;

    /// <summary>A factor has at most 16 bits.</summary>
    public static bool HasSmall(BigInteger modulus) =>
        modulus.Sign > 0 && !BigInteger.GreatestCommonDivisor(modulus, s_smallPrimes.Value).IsOne;

    /// <summary>
    /// Which of several moduli share a factor with another one (Bernstein's batch GCD: a tree of products, and one of remainders). The
    /// same modulus twice is one key on two hosts and no shared factor.
    /// </summary>
    public static IReadOnlySet<BigInteger> Shared(IEnumerable<BigInteger> moduli)
    {
        BigInteger[] leaves = [.. moduli.Where(m => m > 1).Distinct()];
        HashSet<BigInteger> shared = [];
        if (leaves.Length < 2)
            return shared;
        List<BigInteger[]> levels = [leaves];
        while (levels[^1].Length > 1)
            levels.Add([.. levels[^1].Chunk(2).Select(pair => pair.Length == 2 ? pair[0] * pair[1] : pair[0])]);
        BigInteger[] remainders = levels[^1];
        for (int level = levels.Count - 2; level >= 0; level--)
        {
            BigInteger[] above = remainders, here = levels[level];
            remainders = [.. here.Select((value, i) => above[i / 2] % (value * value))];
        }
        for (int i = 0; i < leaves.Length; i++)
        {
            if (!BigInteger.GreatestCommonDivisor(remainders[i] / leaves[i], leaves[i]).IsOne)
                shared.Add(leaves[i]);
        }
        return shared;
    }

    /// <summary>The smallest number whose square is no less.</summary>
    private static BigInteger RootAbove(BigInteger value)
    {
        if (value.Sign <= 0)
            return BigInteger.Zero;
        BigInteger root = BigInteger.One << (int)((value.GetBitLength() + 1) / 2);
        while (true)
        {
            BigInteger next = (root + value / root) >> 1;
            if (next >= root)
                return root * root == value ? root : root + 1;
            root = next;
        }
    }

    private static IEnumerable<int> Sieve()
    {
        bool[] composite = new bool[MaxSmallFactor];
        for (int i = 2; i < MaxSmallFactor; i++)
        {
            if (composite[i])
                continue;
            yield return i;
            for (long multiple = (long)i * i; multiple < MaxSmallFactor; multiple += i)
                composite[multiple] = true;
        }
    }

    private static BigInteger Product(IEnumerable<int> factors)
    {
        List<BigInteger> level = [.. factors.Select(f => new BigInteger(f))];
        while (level.Count > 1)
            level = [.. level.Chunk(2).Select(pair => pair.Length == 2 ? pair[0] * pair[1] : pair[0])];
        return level[0];
    }
}
