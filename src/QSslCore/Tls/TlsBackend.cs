namespace QSslCore.Tls;

/// <summary>Represents a TLS library and creates its objects. Thread-safe; one instance per process.</summary>
/// <remarks>A plug-in supplies one through <see cref="Plugins.ITlsBackendFactory"/>. For members that its library does not support, every
/// backend can use the static classes <see cref="TlsKeys"/>, <see cref="TlsVerification"/> and <see cref="TlsSuites"/>.</remarks>
public abstract partial class TlsBackend
{
    /// <summary>The name by which users select the backend, in lower case, such as <c>openssl</c>. If another backend already has the name,
    /// this one is ignored.</summary>
    public abstract string Name { get; }

    /// <summary>The version of the loaded library, as a number. A later version has a greater number.</summary>
    public abstract long LibraryVersionNumber { get; }

    /// <summary>The name and the version of the loaded library, such as <c>OpenSSL 3.5.0</c>. Not null.</summary>
    public abstract string LibraryVersionString { get; }

    /// <summary>The version of the library that the backend was compiled for, in the form of <see cref="LibraryVersionNumber"/>.</summary>
    public abstract long LibraryBuildVersionNumber { get; }

    /// <summary>The version of the library that the backend was compiled for, in the form of <see cref="LibraryVersionString"/>.</summary>
    public abstract string LibraryBuildVersionString { get; }

    /// <summary>The protocols that a configuration may request. <see cref="CreateEngineCore"/> refuses all others. Not null.</summary>
    public abstract IReadOnlyList<SslProtocol> SupportedProtocols { get; }

    /// <summary>The features that connections of this backend support. Not null.</summary>
    public abstract IReadOnlyList<SupportedFeature> SupportedFeatures { get; }

    /// <summary>The classes that work with this backend. Not null. A backend without Socket cannot make connections.</summary>
    public abstract IReadOnlyList<ImplementedClass> ImplementedClasses { get; }

    /// <summary>All suites with authentication that the library offers, in its order of preference. Not null.</summary>
    public abstract IReadOnlyList<QSslCipher> SupportedCiphers { get; }

    /// <summary>Creates the engine of one connection.</summary>
    /// <param name="options">The options of the engine.</param>
    /// <param name="transport">The source and the destination of ciphertext. Only the gate of <see cref="TlsEngine"/> uses it.</param>
    /// <exception cref="TlsSetupException">The configuration cannot be used; the message says why.</exception>
    internal TlsEngine CreateEngine(TlsEngineOptions options, ITlsTransport transport)
    {
        TlsEngine engine = CreateEngineCore(options);
        engine.Attach(transport);
        return engine;
    }

    /// <summary>Creates the engine of one connection. The engine gets its transport afterwards. This method refuses a configuration that
    /// the library does not support, before anything is sent.</summary>
    /// <param name="options">The options of the engine.</param>
    /// <exception cref="TlsSetupException">The configuration cannot be used; the message says why.</exception>
    protected abstract TlsEngine CreateEngineCore(TlsEngineOptions options);

    /// <summary>Decodes a key.</summary>
    /// <param name="data">The key in its format.</param>
    /// <param name="format">PEM (only the first block is used) or DER.</param>
    /// <param name="type">Which half of the key pair is requested.</param>
    /// <param name="passPhrase">Decrypts the key, in UTF-8; empty for none.</param>
    /// <returns>The key, or the reason why it cannot be read. A key that cannot be read does not cause an exception.</returns>
    public abstract TlsKeyResult DecodeKey(ReadOnlySpan<byte> data, EncodingFormat format, KeyType type, ReadOnlySpan<byte> passPhrase);

    /// <summary>Encodes a private key in Qt's traditional form (see <see cref="QSslKey.ToPem"/>).</summary>
    /// <param name="key">A private key, not null.</param>
    /// <param name="format">PEM (ASCII text) or DER.</param>
    /// <param name="passPhrase">Encrypts PEM, in UTF-8; empty for none. DER is never encrypted.</param>
    /// <returns>The encoding. The caller zeroes it.</returns>
    /// <exception cref="NotSupportedException">The key has no traditional form and cannot be encrypted. The message gives the
    /// reason.</exception>
    public abstract byte[] EncodeKey(QSslKey key, EncodingFormat format, ReadOnlySpan<byte> passPhrase);

    /// <summary>Builds and checks the path of a chain that does not belong to a connection.</summary>
    /// <param name="chain">The certificates as presented, leaf first.</param>
    /// <param name="configuration">The authorities, the time and the depth of the check.</param>
    /// <param name="peerRole">The role of the side that presents the chain. UnencryptedMode means any role.</param>
    /// <remarks>Call <see cref="TlsVerification.VerifyChain(IReadOnlyList{QSslCertificate}, QSslConfiguration, SslMode)"/> to implement it.
    /// The verdict of a library alone is not enough: every backend must judge the same chain in the same way.</remarks>
    public abstract TlsPeer VerifyChain(IReadOnlyList<QSslCertificate> chain, QSslConfiguration configuration, SslMode peerRole);

    /// <summary>Returns the peer of an earlier session. Its chain is verified again with a configuration. Returns null if the data is not a
    /// ticket of this backend. The default implementation returns null.</summary>
    /// <param name="ticket">The value of <see cref="TlsSession.Ticket"/>.</param>
    /// <param name="configuration">The authorities and the time of the check.</param>
    public virtual TlsPeer? InspectSession(byte[] ticket, QSslConfiguration configuration) => null;

    /// <summary>
    /// Returns the state that connections of one configuration share (a trust store, the keys of session tickets). A server keeps it
    /// between connections. Null if there is nothing to share. The default implementation returns null. The server only stores the
    /// object; the backend gets it back through <see cref="TlsSettings.CanShare"/>.
    /// </summary>
    /// <param name="role">The role of the connections.</param>
    /// <param name="configuration">Their configuration.</param>
    public virtual object? Share(SslMode role, QSslConfiguration configuration) => null;
}
