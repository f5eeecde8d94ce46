namespace QSslCore;

/// <summary>Whether the issuers of a certificate revoked it.</summary>
public enum RevocationStatus
{
    /// <summary>No usable answer was available.</summary>
    Unknown,

    /// <summary>The issuers report that no certificate of the path is revoked.</summary>
    Good,

    /// <summary>An issuer revoked a certificate of the path.</summary>
    Revoked,
}
