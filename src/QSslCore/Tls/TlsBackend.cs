namespace QSslCore.Tls;

/// <summary>A TLS library behind one factory. Thread-safe; one instance per process.</summary>
/// <remarks>A plug-in brings one by <see cref="Plugins.ITlsBackendFactory"/>. Where a member has no library behind it, the static classes
/// beside this one serve every backend: <see cref="TlsKeys"/>, <see cref="TlsVerification"/>, <see cref="TlsSuites"/>.</remarks>
public abstract partial class TlsBackend
{
    /// <summary>The name that users choose the backend by: lower case, such as <c>openssl</c>. A name that is taken leaves the backend
    /// out.</summary>
    public abstract string Name { get; }

    /// <summary>The version of the library that is loaded, as a number that grows with it.</summary>
    public abstract long LibraryVersionNumber { get; }

    /// <summary>The name and the version of the library that is loaded, such as <c>OpenSSL 3.5.0</c>. Not null.</summary>
    public abstract string LibraryVersionString { get; }

    /// <summary>The version of the library that the backend was compiled for, as <see cref="LibraryVersionNumber"/>.</summary>
    public abstract long LibraryBuildVersionNumber { get; }

    /// <summary>The version of the library that the backend was compiled for, as <see cref="LibraryVersionString"/>.</summary>
    public abstract string LibraryBuildVersionString { get; }

    /// <summary>The protocols that a configuration may ask for. All others are refused by <see cref="CreateEngineCore"/>. Not
    /// null.</summary>
    public abstract IReadOnlyList<SslProtocol> SupportedProtocols { get; }

    /// <summary>What connections of this backend can do. Not null.</summary>
    public abstract IReadOnlyList<SupportedFeature> SupportedFeatures { get; }

    /// <summary>The classes that work with this backend. Not null; without Socket it makes no connections.</summary>
    public abstract IReadOnlyList<ImplementedClass> ImplementedClasses { get; }

    /// <summary>All suites that the library offers and that have authentication, in its order of preference. Not null.</summary>
    public abstract IReadOnlyList<QSslCipher> SupportedCiphers { get; }

    /// <summary>Makes the engine of one connection.</summary>
    /// <param name="options">The options of the engine.</param>
    /// <param name="transport">Where ciphertext comes from and goes to. Only the gate of <see cref="TlsEngine"/> uses it.</param>
    /// <exception cref="TlsSetupException">The configuration cannot be used; the message says why.</exception>
    internal TlsEngine CreateEngine(TlsEngineOptions options, ITlsTransport transport)
    {
        TlsEngine engine = CreateEngineCore(options);
        engine.Attach(transport);
        return engine;
    }

    /// <summary>Makes the engine of one connection, which gets its transport afterwards. What the library cannot do of a configuration is
    /// refused here, before anything is sent.</summary>
    /// <param name="options">The options of the engine.</param>
    /// <exception cref="TlsSetupException">The configuration cannot be used; the message says why.</exception>
    protected abstract TlsEngine CreateEngineCore(TlsEngineOptions options);

    /// <summary>Decodes a key.</summary>
    /// <param name="data">The key in its format.</param>
    /// <param name="format">PEM (its first block counts) or DER.</param>
    /// <param name="type">Which half of the pair is asked for.</param>
    /// <param name="passPhrase">Decrypts the key, in UTF-8; empty for none.</param>
    /// <returns>The key, or why it cannot be read. A key that cannot be read is no exception.</returns>
    public abstract TlsKeyResult DecodeKey(ReadOnlySpan<byte> data, EncodingFormat format, KeyType type, ReadOnlySpan<byte> passPhrase);

    /// <summary>Encodes a private key in Qt's traditional form (see <see cref="QSslKey.ToPem"/>).</summary>
    /// <param name="key">A private key, not null.</param>
    /// <param name="format">PEM (ASCII text) or DER.</param>
    /// <param name="passPhrase">Encrypts PEM, in UTF-8; empty for none. DER is never encrypted.</param>
    /// <returns>The encoding, which the caller zeroes.</returns>
    /// <exception cref="NotSupportedException">The key has no traditional form and cannot be encrypted; the message says so.</exception>
    public abstract byte[] EncodeKey(QSslKey key, EncodingFormat format, ReadOnlySpan<byte> passPhrase);

    /// <summary>Builds and checks the path of a chain that belongs to no connection.</summary>
    /// <param name="chain">The certificates as shown, leaf first.</param>
    /// <param name="configuration">The authorities, the time and the depth to check by.</param>
    /// <param name="peerRole">The role of the side that shows the chain; any, if that is UnencryptedMode.</param>
    /// <remarks><see cref="TlsVerification.VerifyChain(IReadOnlyList{QSslCertificate}, QSslConfiguration, SslMode)"/> does it. A library's
    /// verdict alone is not enough: the same chain is judged alike by every backend.</remarks>
    public abstract TlsPeer VerifyChain(IReadOnlyList<QSslCertificate> chain, QSslConfiguration configuration, SslMode peerRole);

    /// <summary>The peer of an earlier session, its chain verified anew by a configuration. Null for what is not a ticket of this
    /// backend, and by default.</summary>
    /// <param name="ticket">As <see cref="TlsSession.Ticket"/> gave it.</param>
    /// <param name="configuration">Which authorities to trust, and when.</param>
    public virtual TlsPeer? InspectSession(byte[] ticket, QSslConfiguration configuration) => null;

    /// <summary>
    /// What connections of one configuration share (a trust store, the keys of session tickets), for a server to keep between
    /// them. Null where there is nothing to keep, and by default. The server only holds it; the backend finds it again by
    /// <see cref="TlsSettings.CanShare"/>.
    /// </summary>
    /// <param name="role">The role of the connections.</param>
    /// <param name="configuration">Their configuration.</param>
    public virtual object? Share(SslMode role, QSslConfiguration configuration) => null;
}
