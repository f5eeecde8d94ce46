using System.Security.Cryptography;

namespace QSslCore.Probing.Messages;

/// <summary>The first message of a client of SSL 2.0.</summary>
internal static class Ssl2ClientHello
{
    /// <summary>In a record with a header of two bytes.</summary>
    /// <param name="suites">The suites, three bytes each.</param>
    public static byte[] Write(IReadOnlyList<int> suites)
    {
        const int ChallengeLength = 16;
        List<byte> body = [1, 0, 2];
        body.Word(suites.Count * 3);
        body.Word(0);
        body.Word(ChallengeLength);
        foreach (int suite in suites)
            body.Triple(suite);
        body.AddRange(RandomNumberGenerator.GetBytes(ChallengeLength));
        return [(byte)(0x80 | body.Count >> 8), (byte)body.Count, .. body];
    }
}
