using System.Runtime.InteropServices;
using System.Text;

namespace QSslCore.Tls.OpenSsl;

/// <summary>One SSL_CTX: all settings of a configuration that are equal for its connections, including the trust store.</summary>
internal sealed unsafe partial class OpenSslContext
{
    private const int ReadBufferLength = 34 * 1024;

    /// <summary>Keys and hashes of at least 112 bits, the default of OpenSSL 3.2 and later.</summary>
    public const int MinSecurityLevel = 2;

    private OpenSslContext(SafeSslContextHandle handle, SslMode role, QSslConfiguration configuration, OpenSslTrust? trust)
    {
        Handle = handle;
        Role = role;
        Configuration = configuration;
        Trust = trust;
    }

    ~OpenSslContext() => Handle.Dispose();

    public SafeSslContextHandle Handle { get; }

    public SslMode Role { get; }

    /// <summary>A snapshot that does not change.</summary>
    public QSslConfiguration Configuration { get; }

    /// <summary>The authorities for judging peers; null if peers are not asked for a certificate.</summary>
    public OpenSslTrust? Trust { get; }

    /// <summary>Whether a peer is asked for its certificate. A client judges every server, in every mode.</summary>
    public static bool JudgesPeers(SslMode role, QSslConfiguration configuration) =>
        role != SslMode.SslServerMode || configuration.PeerVerifyMode != PeerVerifyMode.VerifyNone;

    /// <param name="role">Client or server.</param>
    /// <param name="configuration">A snapshot that does not change.</param>
    /// <param name="trust">The authorities of the configuration; null if it does not judge peers.</param>
    /// <exception cref="TlsSetupException">The configuration cannot be used. The message says why.</exception>
    public static OpenSslContext Create(SslMode role, QSslConfiguration configuration, OpenSslTrust? trust)
    {
        OpenSslErrorQueue.Clear();
        SafeSslContextHandle handle = Ssl.SSL_CTX_new(Ssl.TLS_method());
        OpenSslErrorQueue.Check(!handle.IsInvalid);
        try
        {
            OpenSslContext context = new(handle, role, configuration, trust);
            context.SetModes();
            context.SetLegacy();
            context.SetProtocolsAndCiphers();
            context.SetSessions();
            context.SetKeyLog();
            context.SetStaple();
            context.SetIdentity();
            context.SetVerification();
            context.SetApplicationProtocols();
            context.SetServerNames();
            OpenSslGroups.Apply(handle, configuration);
            OpenSslDiffieHellman.Apply(handle, role, configuration);
            OpenSslBackendOptions.Apply(handle, role, configuration);
            return context;
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>Whether there is a certificate. A server without one needs pre-shared keys.</summary>
    public bool HasIdentity => Configuration.LocalCertificateChain is [{ IsNull: false }, ..];

    private bool IsServer => Role == SslMode.SslServerMode;

    private void SetModes()
    {
        Control(Ssl.SSL_CTRL_MODE, Ssl.SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | Ssl.SSL_MODE_AUTO_RETRY | Ssl.SSL_MODE_RELEASE_BUFFERS);
        // Read two records at once. With more, each record costs moving the rest; with fewer, there are more system calls.
        Control(Ssl.SSL_CTRL_SET_READ_AHEAD, 1);
        Ssl.SSL_CTX_set_default_read_buffer_len(Handle, ReadBufferLength);
        if (Ssl.SSL_CTX_get_security_level(Handle) < MinSecurityLevel)
            Ssl.SSL_CTX_set_security_level(Handle, MinSecurityLevel);
        ulong options = Ssl.SSL_OP_NO_COMPRESSION | Ssl.SSL_OP_NO_RENEGOTIATION;
        if (!Configuration.TestSslOption(SslOption.DisableServerCipherPreference))
            options |= Ssl.SSL_OP_CIPHER_SERVER_PREFERENCE;
        if (Configuration.TestSslOption(SslOption.DisableEmptyFragments))
            options |= Ssl.SSL_OP_DONT_INSERT_EMPTY_FRAGMENTS;
        ulong unwanted = Ssl.SSL_OP_IGNORE_UNEXPECTED_EOF | Ssl.SSL_OP_ALLOW_UNSAFE_LEGACY_RENEGOTIATION;
        if (Configuration.TestSslOption(SslOption.DisableLegacyRenegotiation))
            unwanted |= Ssl.SSL_OP_LEGACY_SERVER_CONNECT;
        else
            options |= Ssl.SSL_OP_LEGACY_SERVER_CONNECT;
        _ = Ssl.SSL_CTX_set_options(Handle, options);
        // The system's openssl.cnf may set these options. A connection that was cut or reset would then look like one that was closed in
        // order, and insecure renegotiation would be allowed although the configuration disables it.
        _ = Ssl.SSL_CTX_clear_options(Handle, unwanted);
    }

    private void SetProtocolsAndCiphers()
    {
        (int minimum, int maximum) = OpenSslProtocols.Range(Configuration.Protocol);
        if (Configuration.Ciphers.Length > 0)
        {
            string newer = Names(c => c.Protocol == SslProtocol.TlsV1_3);
            string older = Names(c => c.Protocol != SslProtocol.TlsV1_3);
            OpenSslErrorQueue.Clear();
            if (Ssl.SSL_CTX_set_ciphersuites(Handle, newer) != 1 || (older.Length > 0 && Ssl.SSL_CTX_set_cipher_list(Handle, older) != 1))
                throw new TlsSetupException($"The list of ciphers cannot be used: {OpenSslErrorQueue.Drain().Text}.");
            // A version must not be offered if there is no suite for it.
            if (older.Length == 0)
                minimum = Math.Max(minimum, Ssl.TLS1_3_VERSION);
            if (newer.Length == 0)
                maximum = maximum == 0 ? Ssl.TLS1_2_VERSION : Math.Min(maximum, Ssl.TLS1_2_VERSION);
            if (maximum != 0 && minimum > maximum)
                throw new TlsSetupException($"None of the ciphers given can be used with the protocol {Configuration.Protocol}.");
        }
        OpenSslErrorQueue.Clear();
        if (Control(Ssl.SSL_CTRL_SET_MIN_PROTO_VERSION, minimum) != 1 || Control(Ssl.SSL_CTRL_SET_MAX_PROTO_VERSION, maximum) != 1)
            throw new TlsSetupException($"This OpenSSL does not support the protocol {Configuration.Protocol}.");

        string Names(Func<QSslCipher, bool> which) => string.Join(':', Configuration.Ciphers.Where(which).Select(c => c.Name));
    }

    private void SetIdentity()
    {
        QSslCertificate[] chain = Configuration.LocalCertificateChain;
        QSslKey key = Configuration.PrivateKey;
        if (!IsServer)
            Ssl.SSL_CTX_set_cert_cb(Handle, &OpenSslEngine.CertificateRequestedCallback, 0);
        if (!HasIdentity)
            return;
        // A server may ask for a certificate after the handshake (TLS 1.3), as IIS does for some paths.
        if (!IsServer)
            Ssl.SSL_CTX_set_post_handshake_auth(Handle, 1);
        string name = chain[0].VisibleName;
        if (key.IsNull)
            throw new TlsSetupException($"The certificate '{name}' was given without its private key: set PrivateKey.");
        if (key.Type != KeyType.PrivateKey)
            throw new TlsSetupException($"The key given for the certificate '{name}' is a public key; its private key is needed.");
        using SafeX509Handle leaf = NativeCertificates.ToNative(chain[0]);
        using SafeEvpPKeyHandle native = OpenSslKeys.ToNative(key);
        OpenSslErrorQueue.Clear();
        if (Ssl.SSL_CTX_use_certificate(Handle, leaf) != 1)
            throw new TlsSetupException($"OpenSSL refuses the certificate '{name}': {OpenSslErrorQueue.Drain().Text}.");
        if (Ssl.SSL_CTX_use_PrivateKey(Handle, native) != 1 || Ssl.SSL_CTX_check_private_key(Handle) != 1)
        {
            OpenSslErrorQueue.Clear();
            throw new TlsSetupException($"The private key does not belong to the certificate '{name}'.") { IsKeyMismatch = true };
        }
        foreach (QSslCertificate link in chain.Skip(1).Where(c => !c.IsNull))
        {
            using SafeX509Handle intermediate = NativeCertificates.ToNative(link);
            // The 1 makes the library take its own reference.
            OpenSslErrorQueue.Check(Ssl.SSL_CTX_ctrl_cert(Handle, Ssl.SSL_CTRL_CHAIN_CERT, new CLong(1), intermediate).Value == 1);
        }
    }

    private void SetVerification()
    {
        int mode = Trust is not null ? Ssl.SSL_VERIFY_PEER : Ssl.SSL_VERIFY_NONE;
        if (IsServer && Trust is not null && Configuration.MissingCertificateIsFatal)
            mode |= Ssl.SSL_VERIFY_FAIL_IF_NO_PEER_CERT;
        Ssl.SSL_CTX_set_verify(Handle, mode, 0);
        Ssl.SSL_CTX_set_cert_verify_callback(Handle, &OpenSslEngine.VerifyCallback, 0);
        if (Trust is null)
            return;
        Ssl.SSL_CTX_set1_cert_store(Handle, Trust.Store);
        if (!IsServer || Configuration.LoadsRootsOnDemand)
            return;
        foreach (QSslCertificate authority in Configuration.CaCertificates.Where(c => !c.IsNull))
        {
            using SafeX509Handle native = NativeCertificates.ToNative(authority);
            OpenSslErrorQueue.Check(Ssl.SSL_CTX_add_client_CA(Handle, native) == 1);
        }
    }

    private void SetApplicationProtocols()
    {
        byte[] wire = ApplicationProtocols.Encode(Configuration.AllowedNextProtocols);
        if (wire.Length == 0)
            return;
        if (IsServer)
        {
            Ssl.SSL_CTX_set_alpn_select_cb(Handle, &OpenSslEngine.SelectProtocolCallback, 0);
            return;
        }
        fixed (byte* start = wire)
        {
            // This function of the library returns 0 for success.
            OpenSslErrorQueue.Check(Ssl.SSL_CTX_set_alpn_protos(Handle, start, (uint)wire.Length) == 0);
        }
    }

    private nint Control(int command, int value) => Ssl.SSL_CTX_ctrl(Handle, command, new CLong(value), 0).Value;
}
