namespace QSslCore;

/// <summary>Finds settings that allow broken algorithms. They are permitted if requested, but never without a warning.</summary>
internal static class WeakSettings
{
    private const int MinSecurityLevel = 2;
    private const string LevelCommand = "@SECLEVEL=";

    /// <summary>Determines whether a protocol includes TLS 1.0 or 1.1, which depend on broken hashes.</summary>
    public static bool IsLegacy(SslProtocol protocol) => protocol is SslProtocol.TlsV1_0 or SslProtocol.TlsV1_1
        or SslProtocol.TlsV1_0OrLater or SslProtocol.TlsV1_1OrLater;

    /// <summary>Returns a sentence for each weak setting. The text applies to every backend.</summary>
    public static IEnumerable<string> Of(QSslConfiguration configuration)
    {
        if (IsLegacy(configuration.Protocol))
        {
            yield return $"The protocol {configuration.Protocol} is broken and was requested by name: for it, the TLS library accepts "
                + "signatures, groups and cipher suites "
                + "below 112 bits of security (OpenSSL's security level 0). Do not use it for anything important.";
        }
        foreach ((string option, string value) in configuration.BackendOptions)
        {
            if (LowersLevel(value))
            {
                yield return $"The backend option '{option}' lowers the TLS library's security level ('{value}'): it takes keys, groups "
                    + "and cipher suites "
                    + "below 112 bits of security. Do not use it for anything important.";
            }
        }
    }

    private static bool LowersLevel(string value)
    {
        int at = value.LastIndexOf(LevelCommand, StringComparison.OrdinalIgnoreCase);
        return at >= 0 && value.AsSpan(at + LevelCommand.Length) is [>= '0' and <= '9' and var level, ..]
            && level - '0' < MinSecurityLevel;
    }
}
