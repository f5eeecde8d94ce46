namespace QSslCore.Tls;

/// <summary>One entry of a Java key store.</summary>
/// <param name="Alias">The name of the entry.</param>
/// <param name="Pkcs8">The private key as unencrypted PKCS#8 in DER; empty for an entry without a key, or if no pass phrase was given. The
/// receiver zeroes it.</param>
/// <param name="Certificates">The chain of the key, with the key's certificate first; or the single certificate of the entry.</param>
public sealed record TlsKeyStoreEntry(string Alias, byte[] Pkcs8, IReadOnlyList<QSslCertificate> Certificates);
