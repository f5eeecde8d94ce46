using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text;

namespace QSslCore.Tls.OpenSsl;

/// <summary>Converts OpenSSL's cipher suites to values.</summary>
internal static unsafe class OpenSslCiphers
{
    /// <summary>The suites that were already converted, by the library's pointer.</summary>
    private static readonly ConcurrentDictionary<nint, QSslCipher> s_known = new();

    /// <summary>Returns the suites that the library offers by default, except those without authentication.</summary>
    public static IReadOnlyList<QSslCipher> Supported()
    {
        using SafeSslContextHandle context = Ssl.SSL_CTX_new(Ssl.TLS_method());
        OpenSslErrorQueue.Check(!context.IsInvalid);
        using SafeSslHandle ssl = Ssl.SSL_new(context);
        OpenSslErrorQueue.Check(!ssl.IsInvalid);
        // The library hides suites with a pre-shared key if there is no handler. In a handshake without a handler they have no effect.
        Ssl.SSL_set_psk_client_callback(ssl, &NoKey);
        using SafeCipherStackHandle stack = Ssl.SSL_get1_supported_ciphers(ssl);
        if (stack.IsInvalid)
            return [];
        List<QSslCipher> ciphers = [];
        int count = Crypto.OPENSSL_sk_num(stack.DangerousGetHandle());
        for (int i = 0; i < count; i++)
        {
            QSslCipher cipher = FromNative(Crypto.OPENSSL_sk_value(stack.DangerousGetHandle(), i));
            if (cipher.AuthenticationMethod != "None")
                ciphers.Add(cipher);
        }
        return ciphers;
    }

    /// <summary>Returns the suite as a value. The library's suites are constants, so each one is read only once.</summary>
    public static QSslCipher FromNative(nint cipher) => s_known.GetOrAdd(cipher, Read);

    private static QSslCipher Read(nint cipher)
    {
        int secret = Ssl.SSL_CIPHER_get_bits(cipher, out int algorithm);
        byte* text = stackalloc byte[256];
        string description = Marshal.PtrToStringUTF8(Ssl.SSL_CIPHER_description(cipher, text, 256)) ?? "";
        string protocol = Text(Ssl.SSL_CIPHER_get_version(cipher));
        return new QSslCipher
        {
            Name = Text(Ssl.SSL_CIPHER_get_name(cipher)),
            IanaName = Text(Ssl.SSL_CIPHER_standard_name(cipher)),
            ProtocolString = protocol,
            Protocol = protocol switch
            {
                "TLSv1.3" => SslProtocol.TlsV1_3,
                "TLSv1.2" => SslProtocol.TlsV1_2,
                "TLSv1.0" or "TLSv1" => (SslProtocol)0,
                _ => SslProtocol.UnknownProtocol,
            },
            UsedBits = secret,
            SupportedBits = algorithm,
            KeyExchangeMethod = Field(description, "Kx="),
            AuthenticationMethod = Field(description, "Au="),
            EncryptionMethod = Field(description, "Enc="),
        };
    }

    [UnmanagedCallersOnly]
    private static uint NoKey(nint ssl, byte* hint, byte* identity, uint identitySize, byte* key, uint keySize) => 0;

    private static string Text(nint pointer) => Marshal.PtrToStringUTF8(pointer) ?? "";

    /// <summary>The library reports these fields only in the description: "… Kx=ECDH Au=RSA Enc=AESGCM(256) Mac=AEAD".</summary>
    private static string Field(string description, string name)
    {
        int at = description.IndexOf(name, StringComparison.Ordinal);
        if (at < 0)
            return "";
        string rest = description[(at + name.Length)..];
        int end = rest.AsSpan().IndexOfAny(" \n");
        return end < 0 ? rest : rest[..end];
    }
}
