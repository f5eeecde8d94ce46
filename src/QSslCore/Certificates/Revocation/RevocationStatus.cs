namespace QSslCore;

/// <summary>Whether the issuers of a certificate revoked it.</summary>
public enum RevocationStatus
{
    /// <summary>No usable answer was available.</summary>
    Unknown,

    /// <summary>The issuers say of each certificate of the path that it is not revoked.</summary>
    Good,

    /// <summary>An issuer revoked a certificate of the path.</summary>
    Revoked,
}
