using QSslCore.Probing.Catalog;

namespace QSslCore.Probing.Messages;

/// <summary>Holds a server's answer against the hello: who was not asked for something cannot have agreed to it.</summary>
internal static class HelloCheck
{
    /// <summary>What a hello agrees to and was not offered; null when all was.</summary>
    public static string? Contradiction(ClientHello asked, ServerHello answer)
    {
        if (!asked.OfferedVersions.Contains(answer.Version))
            return $"the server chose {TlsVersion.NameOf(answer.Version)}, which was not offered";
        if (!asked.Suites.Contains(answer.Suite))
            return $"the server chose the suite 0x{answer.Suite:X4}, which was not offered";
        if (!asked.Compression.Contains((byte)answer.Compression))
            return $"the server chose the compression {answer.Compression}, which was not offered";
        bool isOfTls13 = TlsSuite.Find(answer.Suite) is { Since: TlsVersion.Tls13 };
        if (isOfTls13 != (answer.Version == TlsVersion.Tls13))
            return $"the suite 0x{answer.Suite:X4} is not one of {TlsVersion.NameOf(answer.Version)}";
        if (answer.Version < TlsVersion.Tls13)
            return answer.IsRetry ? "a retry request came, and it is one of TLS 1.3 only" : null;
        if (!answer.SessionId.AsSpan().SequenceEqual(asked.SessionId))
            return "the server did not repeat the session number";
        return CheckShare(asked, answer);
    }

    /// <summary>A group that was not offered; null when it was.</summary>
    public static string? Contradiction(ClientHello asked, ServerKeyExchange answer) =>
        answer.Group >= 0 && asked.Groups.Count > 0 && !asked.Groups.Contains(answer.Group)
            ? $"the server chose the group {TlsGroup.NameOf(answer.Group)}, which was not offered"
            : null;

    private static string? CheckShare(ClientHello asked, ServerHello answer)
    {
        bool hasShare = asked.KeyShares?.Any(share => share.Group == answer.Group) == true;
        if (answer.Group >= 0 && !asked.Groups.Contains(answer.Group))
            return $"the server chose the group {TlsGroup.NameOf(answer.Group)}, which was not offered";
        if (answer.IsRetry)
        {
            return hasShare ? $"the server asked for a share of the group {TlsGroup.NameOf(answer.Group)}, which it had"
                : answer.Group < 0 && !answer.Has(TlsExtensionType.Cookie) ? "the retry request asks for nothing" : null;
        }
        return hasShare ? null : "the server agreed without a key exchange";
    }
}
