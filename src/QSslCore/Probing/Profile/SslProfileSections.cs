namespace QSslCore;

/// <summary>The sections of a profile: what is looked at. Versions are always looked at, because all else needs them.</summary>
[Flags]
public enum SslProfileSections
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The versions, and how the host takes unknown ones.</summary>
    Protocols = 1,

    /// <summary>The cipher suites of each version, and their order.</summary>
    Ciphers = 2,

    /// <summary>The groups, the sizes of Diffie-Hellman, and the reuse of values.</summary>
    Groups = 4,

    /// <summary>The schemes of signatures.</summary>
    Signatures = 8,

    /// <summary>The certificates, with and without a name, and stapling.</summary>
    Certificates = 16,

    /// <summary>Sessions, tickets, early data and renegotiation.</summary>
    Resumption = 32,

    /// <summary>Known weaknesses.</summary>
    Weaknesses = 64,

    /// <summary>What well-known clients would get.</summary>
    Clients = 128,

    /// <summary>Everything.</summary>
    All = Protocols | Ciphers | Groups | Signatures | Certificates | Resumption | Weaknesses | Clients,
}
