namespace QSslCore;

/// <summary>The kind of a subject alternative name.</summary>
[QtMember("QSsl::AlternativeNameEntryType")]
public enum AlternativeNameEntryType
{
    /// <summary>An e-mail address.</summary>
    EmailEntry = 0,

    /// <summary>A host name, perhaps with a wildcard.</summary>
    DnsEntry = 1,

    /// <summary>An IPv4 or IPv6 address.</summary>
    IpAddressEntry = 2,
}
