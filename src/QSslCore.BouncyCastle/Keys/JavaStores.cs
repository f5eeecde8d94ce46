using System.Text;
using Org.BouncyCastle.Pkcs;
using Org.BouncyCastle.Security;
using QSslCore.Tls;

namespace QSslCore.BouncyCastle.Keys;

/// <summary>Reads Java key stores.</summary>
internal static class JavaStores
{
    public static TlsKeyStore Read(byte[] data, ReadOnlySpan<byte> passPhrase)
    {
        char[] password = Encoding.UTF8.GetString(passPhrase).ToCharArray();
        try
        {
            JksStore store = new();
            using MemoryStream stream = new(data, writable: false);
            if (password.Length == 0)
                store.LoadUnchecked(stream);
            else
                store.Load(stream, password);
            return new([.. store.Aliases.Order(StringComparer.Ordinal).Select(alias => Entry(store, alias, password))]);
        }
        catch (IOException e) when (e.Message.Contains("password", StringComparison.OrdinalIgnoreCase))
        {
            return new([], "the pass phrase is wrong, or it is damaged", PassPhraseIsWrong: true);
        }
        catch (Exception e) when (e is IOException or GeneralSecurityException or ArgumentException or InvalidOperationException
            or FormatException or IndexOutOfRangeException or OverflowException)
        {
            return new([], "it is not a JKS key store, or it is damaged");
        }
        finally
        {
            Array.Clear(password);
        }
    }

    private static TlsKeyStoreEntry Entry(JksStore store, string alias, char[] password)
    {
        if (!store.IsKeyEntry(alias))
            return new(alias, [], [CertificateOf(store.GetCertificate(alias))]);
        byte[] pkcs8 = password.Length == 0
            ? []
            : PrivateKeyInfoFactory.CreatePrivateKeyInfo(store.GetKey(alias, password)).GetDerEncoded();
        return new(alias, pkcs8, [.. store.GetCertificateChain(alias).Select(CertificateOf)]);
    }

    private static QSslCertificate CertificateOf(Org.BouncyCastle.X509.X509Certificate certificate) =>
        new(certificate.GetEncoded(), EncodingFormat.Der);
}
