namespace QSslCore.Tls;

/// <summary>A TLS library behind one factory. Thread-safe; one instance per process.</summary>
internal abstract partial class TlsBackend
{
    /// <summary>Lower case, such as <c>openssl</c>.</summary>
    public abstract string Name { get; }

    public abstract long LibraryVersionNumber { get; }

    public abstract string LibraryVersionString { get; }

    public abstract long LibraryBuildVersionNumber { get; }

    public abstract string LibraryBuildVersionString { get; }

    public abstract IReadOnlyList<SslProtocol> SupportedProtocols { get; }

    public abstract IReadOnlyList<SupportedFeature> SupportedFeatures { get; }

    public abstract IReadOnlyList<ImplementedClass> ImplementedClasses { get; }

    /// <summary>All suites that the library offers and that have authentication, in its order of preference.</summary>
    public abstract IReadOnlyList<QSslCipher> SupportedCiphers { get; }

    /// <summary>Makes the engine of one connection.</summary>
    /// <param name="options">What the engine is told at its birth.</param>
    /// <param name="transport">Where ciphertext comes from and goes to. Only the gate of <see cref="TlsEngine"/> uses it.</param>
    /// <exception cref="TlsSetupException">The configuration cannot be used; the message says why.</exception>
    public TlsEngine CreateEngine(TlsEngineOptions options, ITlsTransport transport)
    {
        TlsEngine engine = CreateEngineCore(options);
        engine.Attach(transport);
        return engine;
    }

    /// <summary>Makes an engine, which gets its transport afterwards.</summary>
    /// <param name="options">What the engine is told at its birth.</param>
    /// <exception cref="TlsSetupException">The configuration cannot be used; the message says why.</exception>
    protected abstract TlsEngine CreateEngineCore(TlsEngineOptions options);

    /// <summary>Decodes a key. On success <see cref="TlsKeyResult.Material"/> is PKCS#8 (private) or SubjectPublicKeyInfo (public),
    /// unencrypted DER that the caller clears.</summary>
    public abstract TlsKeyResult DecodeKey(ReadOnlySpan<byte> data, EncodingFormat format, KeyType type, ReadOnlySpan<byte> passPhrase);

    /// <summary>Encodes a private key in Qt's traditional form (see QSslKey::toPem), encrypted when a pass phrase is given.</summary>
    public abstract byte[] EncodeKey(QSslKey key, EncodingFormat format, ReadOnlySpan<byte> passPhrase);

    /// <summary>Builds and checks the path of <paramref name="chain"/> (leaf first) by the configuration's roots and time, for the role of
    /// the one who presents it (for any, if that is UnencryptedMode).</summary>
    public abstract TlsPeer VerifyChain(IReadOnlyList<QSslCertificate> chain, QSslConfiguration configuration, SslMode peerRole);

    /// <summary>
    /// The peer of an earlier session, its chain verified anew by a configuration; null for what is no ticket of this backend.
    /// </summary>
    /// <param name="ticket">As <see cref="TlsSession.Ticket"/> gave it.</param>
    /// <param name="configuration">Which authorities to trust, and when.</param>
    public virtual TlsPeer? InspectSession(byte[] ticket, QSslConfiguration configuration) => null;

    /// <summary>
    /// What connections of one configuration share (a trust store, the keys of session tickets), for a server to keep between
    /// them; null where there is nothing to keep.
    /// </summary>
    public virtual object? Share(SslMode role, QSslConfiguration configuration) => null;
}
