namespace QSslCore.Tls;

/// <summary>One entry of a key store of Java.</summary>
/// <param name="Alias">The name of the entry.</param>
/// <param name="Pkcs8">The private key as PKCS#8 in DER, unencrypted; empty for an entry without a key, or where no pass phrase was given.
/// The receiver zeroes it.</param>
/// <param name="Certificates">The chain of the key, its certificate first; or the one certificate of the entry.</param>
public sealed record TlsKeyStoreEntry(string Alias, byte[] Pkcs8, IReadOnlyList<QSslCertificate> Certificates);
