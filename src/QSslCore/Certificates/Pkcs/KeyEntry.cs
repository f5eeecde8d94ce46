namespace QSslCore;

/// <summary>One private key of a bundle or a key store.</summary>
/// <param name="Alias">The name in the bundle or the store; empty for none.</param>
/// <param name="Key">The key.</param>
/// <param name="Certificate">The certificate of the key.</param>
internal sealed record KeyEntry(string Alias, QSslKey Key, QSslCertificate Certificate);
