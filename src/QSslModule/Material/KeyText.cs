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
    private static readonly PbeParameters s_encryption = new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256,
        DerivationCost.UsualRounds);

    /// <summary>The key in DER; the caller clears it.</summary>
    /// <exception cref="MaterialException">It cannot be exported or encrypted.</exception>
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

    /// <summary>The key in PEM, as ASCII; the caller clears it.</summary>
    /// <exception cref="MaterialException">It cannot be exported or encrypted.</exception>
    public static byte[] ToPem(QSslKey key, SecureString? passphrase)
    {
        byte[] der = ToDer(key, passphrase);
        string label = key.Type == KeyType.PublicKey ? "PUBLIC KEY" : passphrase is { Length: > 0 } ? "ENCRYPTED PRIVATE KEY"
            : "PRIVATE KEY";
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

    /// <returns>Null for a key that .NET cannot use: of another algorithm, such as Ed25519, or one with limits, such as RSA-PSS.</returns>
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
