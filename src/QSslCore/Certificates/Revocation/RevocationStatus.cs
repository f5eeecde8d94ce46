namespace QSslCore;

/// <summary>Whether a certificate was taken back.</summary>
internal enum RevocationStatus
{
    /// <summary>No source could be asked.</summary>
    Unknown,

    /// <summary>The issuers say of each certificate that it is not revoked.</summary>
    Good,

    /// <summary>An issuer has revoked one of them.</summary>
    Revoked,
}
