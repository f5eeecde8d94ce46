using System.Runtime.InteropServices;

namespace QSslCore.Tls.OpenSsl;

/// <summary>Checks Diffie-Hellman parameters, and sets them for a server.</summary>
internal static unsafe class OpenSslDiffieHellman
{
    public static bool AreSound(ReadOnlySpan<byte> der, out string reason)
    {
        reason = "";
        OpenSslErrorQueue.Clear();
        using SafeEvpPKeyHandle parameters = ToNative(der);
        if (!parameters.IsInvalid)
        {
            using SafeEvpPKeyContextHandle context = EvpPKey.EVP_PKEY_CTX_new_from_pkey(0, parameters, 0);
            OpenSslErrorQueue.Check(!context.IsInvalid);
            if (EvpPKey.EVP_PKEY_param_check(context) == 1)
                return true;
        }
        string text = OpenSslErrorQueue.Drain().Text;
        reason = text.Length > 0 ? text : "the prime or the generator is unsuitable";
        return false;
    }

    /// <summary>Sets the configuration's parameters for a server. A client uses what its server sends.</summary>
    /// <exception cref="TlsSetupException">The parameters are not valid, or too weak for the library's security level.</exception>
    public static void Apply(SafeSslContextHandle context, SslMode role, QSslConfiguration configuration)
    {
        if (role != SslMode.SslServerMode)
            return;
        QSslDiffieHellmanParameters parameters = configuration.DiffieHellmanParameters;
        if (!parameters.IsValid)
            throw new TlsSetupException($"The Diffie-Hellman parameters cannot be used: {parameters.ErrorString}.");
        if (parameters.IsEmpty)
        {
            OpenSslErrorQueue.Check(Ssl.SSL_CTX_ctrl(context, Ssl.SSL_CTRL_SET_DH_AUTO, new CLong(1), 0).Value == 1);
            return;
        }
        OpenSslErrorQueue.Clear();
        using SafeEvpPKeyHandle native = ToNative(parameters.Der);
        if (native.IsInvalid || Ssl.SSL_CTX_set0_tmp_dh_pkey(context, native) != 1)
            throw new TlsSetupException($"The Diffie-Hellman parameters cannot be used: {OpenSslErrorQueue.Drain().Text}.");
        // "set0" transfers ownership to the context.
        native.SetHandleAsInvalid();
    }

    private static SafeEvpPKeyHandle ToNative(ReadOnlySpan<byte> der)
    {
        fixed (byte* start = der)
        {
            byte* at = start;
            return EvpPKey.d2i_KeyParams(EvpPKey.EVP_PKEY_DH, 0, &at, new CLong(der.Length));
        }
    }
}
