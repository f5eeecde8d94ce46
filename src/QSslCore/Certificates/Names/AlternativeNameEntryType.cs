namespace QSslCore;

/// <summary>The kind of a subject alternative name.</summary>
[QtMember("QSsl::AlternativeNameEntryType")]
public enum AlternativeNameEntryType
{
    /// <summary>An e-mail address.</summary>
    EmailEntry = 0,

    /// <summary>A host name, which may contain a wildcard.</summary>
    DnsEntry = 1,

    /// <summary>An IPv4 or IPv6 address.</summary>
    IpAddressEntry = 2,

    /// <summary>A URI, such as a SPIFFE identity. Not one of Qt's values.</summary>
    UriEntry = 100,

    /// <summary>A user principal name, which identifies a Windows user. Not one of Qt's values.</summary>
    UserPrincipalNameEntry = 101,

    /// <summary>A distinguished name. Not one of Qt's values.</summary>
    DirectoryNameEntry = 102,

    /// <summary>An object identifier. Not one of Qt's values.</summary>
    RegisteredIdEntry = 103,

    /// <summary>A name of another kind: the object identifier of the kind, a colon, and the text or the bytes in hexadecimal. Not one of
    /// Qt's values.</summary>
    OtherNameEntry = 104,
}
