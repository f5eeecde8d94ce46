namespace QSslCore;

/// <summary>The rules for matching a host name with the names in a certificate. Not one of Qt's types.</summary>
public enum HostNameRules
{
    /// <summary>
    /// RFC 9525: only subject alternative names count, a wildcard is one whole left-most label, and an IP address
    /// matches IP address entries only.
    /// </summary>
    Rfc9525 = 0,

    /// <summary>
    /// Qt's older rules: common names count beside the alternative names, and a wildcard may follow the beginning of
    /// the left-most label.
    /// </summary>
    Qt = 1,
}
