using System.Collections.Immutable;

namespace QSslCore.Tls.OpenSsl;

/// <summary>Options in the library's own syntax. They are applied to a context after all other settings.</summary>
internal static class OpenSslBackendOptions
{
    /// <summary>The result for a command that the library does not know.</summary>
    private const int Unknown = -2;

    private const ulong Guarded =
        Ssl.SSL_OP_NO_TICKET | Ssl.SSL_OP_NO_RENEGOTIATION | Ssl.SSL_OP_ALLOW_UNSAFE_LEGACY_RENEGOTIATION;

    /// <exception cref="TlsSetupException">An option is unknown, its value is not valid, or it would disable what QSslCore relies on. The
    /// message names the option.</exception>
    public static void Apply(SafeSslContextHandle context, SslMode role, QSslConfiguration configuration)
    {
        ImmutableSortedDictionary<string, string> options = configuration.BackendOptions;
        if (options.Count == 0)
            return;
        using SafeSslConfContextHandle commands = SslConf.SSL_CONF_CTX_new();
        OpenSslErrorQueue.Check(!commands.IsInvalid);
        uint side = role == SslMode.SslServerMode ? SslConf.SSL_CONF_FLAG_SERVER : SslConf.SSL_CONF_FLAG_CLIENT;
        _ = SslConf.SSL_CONF_CTX_set_flags(commands, SslConf.SSL_CONF_FLAG_FILE | SslConf.SSL_CONF_FLAG_SHOW_ERRORS | side);
        SslConf.SSL_CONF_CTX_set_ssl_ctx(commands, context);
        foreach ((string name, string value) in options)
        {
            var before = StateOf(context);
            OpenSslErrorQueue.Clear();
            int result = SslConf.SSL_CONF_cmd(commands, name, value);
            string why = OpenSslErrorQueue.Drain().Text;
            if (result == Unknown)
                throw new TlsSetupException($"OpenSSL does not know the backend option '{InputEcho.Of(name)}' for a {SideName(role)}.");
            if (result <= 0)
                throw new TlsSetupException($"OpenSSL refuses the value '{InputEcho.Of(value)}' of the backend option "
                    + $"'{name}'{(why.Length > 0 ? $": {InputEcho.Within(why, value)}" : "")}.");
            // A resumed session, a renegotiation, or a peer that is not asked for its certificate would bypass the verdict on the peer.
            if (StateOf(context) != before)
            {
                throw new TlsSetupException(
                    $"The backend option '{name}' must not change how the peer is verified, tickets or renegotiation; the "
                        + "configuration's own properties do that.");
            }
        }
        OpenSslErrorQueue.Clear();
        if (SslConf.SSL_CONF_CTX_finish(commands) != 1)
            throw new TlsSetupException("OpenSSL refuses the backend "
                + $"options {string.Join(", ", options.Keys)}: {OpenSslErrorQueue.Drain().Text}.");
    }

    private static (ulong Options, int Verify, nuint Tickets) StateOf(SafeSslContextHandle context) =>
        (Ssl.SSL_CTX_get_options(context) & Guarded, Ssl.SSL_CTX_get_verify_mode(context), Ssl.SSL_CTX_get_num_tickets(context));

    private static string SideName(SslMode role) => role == SslMode.SslServerMode ? "server" : "client";
}
