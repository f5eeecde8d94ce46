using System.Management.Automation;
using System.Security;
using System.Security.Cryptography;
using System.Text;
using QSslCore;
using QSslCore.Tls;

namespace QSslModule;

/// <summary>Keys as other programs read them: PKCS#8 for a private one, encrypted with AES-256 under a pass phrase.</summary>
internal static class KeyText
{
    // OWASP's figure for PBKDF2 with HMAC-SHA-256: half a second for who knows the pass phrase, years for who guesses.
    private static readonly PbeParameters s_encryption = new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 600_000);

    /// <summary>The key in DER; the caller clears it.</summary>
    /// <exception cref="MaterialException">It cannot be encrypted.</exception>
    public static byte[] ToDer(QSslKey key, SecureString? passphrase)
    {
        using Secret secret = new(passphrase);
        if (key.Type == KeyType.PublicKey || secret.IsEmpty)
            return key.Material.ToArray();
        try
        {
            using AsymmetricAlgorithm? native = DotNetKey.From(key);
            return native?.ExportEncryptedPkcs8PrivateKey(secret.Bytes, s_encryption)
                ?? TlsBackendRegistry.Active?.EncryptKey(key, secret.Bytes)
                ?? throw CannotEncrypt(key, null);
        }
        catch (CryptographicException e)
        {
            throw CannotEncrypt(key, e);
        }
    }

    /// <summary>The key in PEM, as ASCII; the caller clears it.</summary>
    /// <exception cref="MaterialException">It cannot be encrypted.</exception>
    public static byte[] ToPem(QSslKey key, SecureString? passphrase)
    {
        byte[] der = ToDer(key, passphrase);
        string label = key.Type == KeyType.PublicKey ? "PUBLIC KEY" : passphrase is { Length: > 0 } ? "ENCRYPTED PRIVATE KEY" : "PRIVATE KEY";
        byte[] text = new byte[PemEncoding.GetEncodedSize(label.Length, der.Length) + 1];
        try
        {
            // No string is made, since a string cannot be cleared.
            PemEncoding.WriteUtf8(Encoding.ASCII.GetBytes(label), der).CopyTo(text, 0);
            text[^1] = (byte)'\n';
            return text;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(der);
        }
    }

    private static MaterialException CannotEncrypt(QSslKey key, Exception? cause) => new(ErrorRecords.Make(
        ErrorIds.NotExportable, ErrorCategory.NotImplemented, key, $"A key of this kind ({key}) cannot be encrypted here.",
        "Write it without -Passphrase to a place that only you can read; 'openssl pkcs8 -topk8' encrypts it.", cause));
}
