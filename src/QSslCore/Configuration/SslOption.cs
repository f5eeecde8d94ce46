namespace QSslCore;

/// <summary>Options of the TLS library. The name of each option says what it disables.</summary>
[Flags]
[QtMember("QSsl::SslOption")]
public enum SslOption
{
    /// <summary>Nothing is disabled.</summary>
    None = 0,

    /// <summary>Sends no empty fragments before block cipher data in TLS 1.0. Set by default.</summary>
    DisableEmptyFragments = 0x01,

    /// <summary>Neither offers nor issues session tickets.</summary>
    DisableSessionTickets = 0x02,

    /// <summary>Uses no TLS compression (CRIME). Set by default.</summary>
    DisableCompression = 0x04,

    /// <summary>Sends no server name (SNI).</summary>
    DisableServerNameIndication = 0x08,

    /// <summary>
    /// Refuses servers without secure renegotiation (RFC 5746), which TLS 1.3 does not need. Set by default. If it is not set, such servers
    /// are accepted with a warning. The backends of the platform always refuse them if the platform does.
    /// </summary>
    DisableLegacyRenegotiation = 0x10,

    /// <summary>Does not share sessions between sockets of one configuration.</summary>
    DisableSessionSharing = 0x20,

    /// <summary>Does not export sessions for later connections. Set by default.</summary>
    DisableSessionPersistence = 0x40,

    /// <summary>Lets a server follow the client's order of cipher suites instead of its own.</summary>
    DisableServerCipherPreference = 0x80,
}
