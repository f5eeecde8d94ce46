namespace QSslCore;

/// <summary>The rules for matching a host name with the names in a certificate. Not one of Qt's types.</summary>
public enum HostNameRules
{
    /// <summary>
    /// RFC 9525. Only subject alternative names count. A wildcard is one whole left-most label. An IP address matches only IP address
    /// entries.
    /// </summary>
    Rfc9525 = 0,

    /// <summary>
    /// Qt's older rules. Common names count in addition to the alternative names, and a wildcard may follow the beginning of the left-most
    /// label.
    /// </summary>
    Qt = 1,
}
