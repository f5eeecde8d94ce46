namespace QSslCore;

/// <summary>A log's promise to list a certificate (Certificate Transparency, RFC 6962). Not one of Qt's types.</summary>
/// <param name="Version">The version of the structure: 1.</param>
/// <param name="LogId">The log, identified by the SHA-256 hash of its public key in base64.</param>
/// <param name="Timestamp">The time of the promise.</param>
/// <remarks>The log's signature is not verified here.</remarks>
public sealed record SignedCertificateTimestamp(int Version, string LogId, DateTimeOffset Timestamp);
