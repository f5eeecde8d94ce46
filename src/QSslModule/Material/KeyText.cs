using System.Management.Automation;
using System.Security;
using System.Security.Cryptography;
using System.Text;
using QSslCore;
using QSslCore.Tls;

namespace QSslModule;

/// <summary>Writes keys for other programs. A private key is PKCS#8, encrypted with AES-256 if there is a pass phrase.</summary>
internal static class KeyText
{
    private static readonly PbeParameters s_encryption = new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256,
        DerivationCost.UsualRounds);

    /// <summary>Returns the key in DER. The caller clears it.</summary>
    /// <exception cref="MaterialException">The key cannot be exported or encrypted.</exception>
    public static byte[] ToDer(QSslKey key, SecureString? passphrase)
    {
        if (!key.IsExportable)
            throw new MaterialException(ExportErrors.KeyNotExportable(key));
        using Secret secret = new(passphrase);
        if (key.Type == KeyType.PublicKey || secret.IsEmpty)
            return key.Material.ToArray();
        return Encrypt(key, secret.Bytes) ?? TlsBackendRegistry.Active?.EncryptKey(key, secret.Bytes)
            ?? throw new MaterialException(ExportErrors.KeyNotEncryptable(key));
    }

    /// <summary>Returns the key in PEM, as ASCII. The caller clears it.</summary>
    /// <exception cref="MaterialException">The key cannot be exported or encrypted.</exception>
    public static byte[] ToPem(QSslKey key, SecureString? passphrase)
    {
        byte[] der = ToDer(key, passphrase);
        string label = key.Type == KeyType.PublicKey ? "PUBLIC KEY" : passphrase is { Length: > 0 } ? "ENCRYPTED PRIVATE KEY"
            : "PRIVATE KEY";
        byte[] text = new byte[PemEncoding.GetEncodedSize(label.Length, der.Length) + 1];
        try
        {
            // The method does not create a string, because a string cannot be cleared.
            PemEncoding.WriteUtf8(Encoding.ASCII.GetBytes(label), der).CopyTo(text, 0);
            text[^1] = (byte)'\n';
            return text;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(der);
        }
    }

    /// <returns>Null for a key that .NET cannot use: another algorithm, such as Ed25519, or a restricted key, such as RSA-PSS.</returns>
    private static byte[]? Encrypt(QSslKey key, ReadOnlySpan<byte> passphrase)
    {
        try
        {
            using AsymmetricAlgorithm? native = DotNetKey.From(key);
            return native?.ExportEncryptedPkcs8PrivateKey(passphrase, s_encryption);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
