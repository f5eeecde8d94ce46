namespace QSslCore;

// A configuration as a value: copies, comparison and the default of the process.
public sealed partial class QSslConfiguration
{
    private static readonly Lock s_defaultLock = new();
    private static volatile DefaultPair? s_defaults;

    private QSslConfiguration(QSslConfiguration other)
    {
        // The arrays never change in place, so copies can share them.
        _localCertificateChain = other._localCertificateChain;
        _caCertificates = other._caCertificates;
        _ciphers = other._ciphers;
        _allowedNextProtocols = other._allowedNextProtocols;
        _ellipticCurves = other._ellipticCurves;
        BackendOptions = other.BackendOptions;
        DiffieHellmanParameters = other.DiffieHellmanParameters;
        _peerVerifyDepth = other._peerVerifyDepth;
        LoadsRootsOnDemand = other.LoadsRootsOnDemand;
        FetchesMissingRoots = other.FetchesMissingRoots;
        Protocol = other.Protocol;
        PeerVerifyMode = other.PeerVerifyMode;
        SslOptions = other.SslOptions;
        PrivateKey = other.PrivateKey;
        HostNameRules = other.HostNameRules;
        VerificationTime = other.VerificationTime;
        Backend = other.Backend;
        PeerCertificate = other.PeerCertificate;
        PeerCertificateChain = other.PeerCertificateChain;
        SessionCipher = other.SessionCipher;
        SessionProtocol = other.SessionProtocol;
        NextNegotiatedProtocol = other.NextNegotiatedProtocol;
        NextProtocolNegotiationStatus = other.NextProtocolNegotiationStatus;
        CopyTlsFrom(other);
    }

    /// <summary>The configuration that new sockets start from. The getter and the setter copy the value.</summary>
    /// <remarks>This property is thread-safe. A change affects only sockets that are created afterwards.</remarks>
    [QtMember("QSslConfiguration::defaultConfiguration")]
    [QtMember("QSslConfiguration::setDefaultConfiguration")]
    public static QSslConfiguration DefaultConfiguration
    {
        get => Defaults.Default.Copy();
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            QSslConfiguration copy = value.Copy();
            lock (s_defaultLock)
                s_defaults = new(copy, copy.ForNewSocket());
        }
    }

    /// <summary>The configuration that new sockets start from, without a copy. It must not change.</summary>
    internal static QSslConfiguration DefaultForNewSockets => Defaults.ForNewSocket;

    /// <summary>The default configuration, without a copy. It must not change.</summary>
    internal static QSslConfiguration SharedDefault => Defaults.Default;

    private static DefaultPair Defaults
    {
        get
        {
            if (s_defaults is { } known)
                return known;
            lock (s_defaultLock)
            {
                if (s_defaults is null)
                {
                    QSslConfiguration made = new() { Ciphers = CipherCatalog.Default };
                    s_defaults = new(made, made.ForNewSocket());
                }
                return s_defaults;
            }
        }
    }

    /// <summary>Creates an independent copy.</summary>
    public QSslConfiguration Clone() => Copy();

    internal QSslConfiguration Copy() => new(this);

    /// <summary>Whether all settings and all values of the connection are equal now. Both objects can change afterwards.</summary>
    [QtMember("QSslConfiguration::operator==")]
    public bool Equals(QSslConfiguration? other) =>
        other is not null && SettingsEqual(other)
        && PeerCertificate.Equals(other.PeerCertificate)
        && PeerCertificateChain.SequenceEqual(other.PeerCertificateChain)
        && SessionCipher.Equals(other.SessionCipher)
        && SessionProtocol == other.SessionProtocol
        && NextNegotiatedProtocol == other.NextNegotiatedProtocol
        && NextProtocolNegotiationStatus == other.NextProtocolNegotiationStatus
        && SessionTicketLifeTimeHint == other.SessionTicketLifeTimeHint
        && (EphemeralServerKeyOnDemand == other.EphemeralServerKeyOnDemand || EphemeralServerKey.Equals(other.EphemeralServerKey));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as QSslConfiguration);

    /// <summary>Whether all settings and all values of the connection are equal.</summary>
    [QtMember("QSslConfiguration::operator==")]
    public static bool operator ==(QSslConfiguration? left, QSslConfiguration? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Whether the configurations differ.</summary>
    [QtMember("QSslConfiguration::operator!=")]
    public static bool operator !=(QSslConfiguration? left, QSslConfiguration? right) => !(left == right);

    /// <summary>Returns the same value for all configurations: equal ones need equal hashes, and a configuration that is a key can
    /// change. For a large dictionary, use another key, such as a name, or <see cref="ReferenceEqualityComparer"/>.</summary>
    public override int GetHashCode() => nameof(QSslConfiguration).Length;

    /// <summary>Whether all settings for a handshake are equal, regardless of the values of earlier handshakes.</summary>
    internal bool SettingsEqual(QSslConfiguration other) => ContextEquals(other) && Same(_sessionTicket, other._sessionTicket);

    /// <summary>Whether connections can share the context that a backend creates from them. All settings count except those of a single
    /// connection.</summary>
    internal bool ContextEquals(QSslConfiguration other) =>
        Protocol == other.Protocol
        && PeerVerifyMode == other.PeerVerifyMode
        && _peerVerifyDepth == other._peerVerifyDepth
        && SslOptions == other.SslOptions
        && HostNameRules == other.HostNameRules
        && VerificationTime == other.VerificationTime
        && LoadsRootsOnDemand == other.LoadsRootsOnDemand
        && FetchesMissingRoots == other.FetchesMissingRoots
        && string.Equals(Backend, other.Backend, StringComparison.OrdinalIgnoreCase)
        && PrivateKey.Equals(other.PrivateKey)
        && Same(_localCertificateChain, other._localCertificateChain)
        && Same(_caCertificates, other._caCertificates)
        && Same(_ciphers, other._ciphers)
        && Same(_allowedNextProtocols, other._allowedNextProtocols)
        && Same(_ellipticCurves, other._ellipticCurves)
        && DiffieHellmanParameters.Equals(other.DiffieHellmanParameters)
        && BackendOptions.SequenceEqual(other.BackendOptions)
        && TlsEqual(other);

    /// <summary>Returns equal values for configurations that <see cref="ContextEquals"/> finds equal. The value changes with the
    /// configuration.</summary>
    internal int ContextHash()
    {
        HashCode hash = default;
        hash.Add((Protocol, PeerVerifyMode, _peerVerifyDepth, SslOptions, VerificationTime, LoadsRootsOnDemand));
        hash.Add(PrivateKey);
        Add(_localCertificateChain);
        Add(_caCertificates);
        Add(_allowedNextProtocols);
        hash.Add((_ciphers.Length, _ellipticCurves.Length, BackendOptions.Count, _serverIdentities.Length, _stapledOcspResponse.Length));
        return hash.ToHashCode();

        // A few items distinguish the lists. A list of authorities may be long.
        void Add<T>(T[] items)
        {
            hash.Add(items.Length);
            foreach (T item in items.AsSpan(0, Math.Min(items.Length, 4)))
                hash.Add(item);
        }
    }

    private static bool Same<T>(T[] left, T[] right) => ReferenceEquals(left, right) || left.AsSpan().SequenceEqual(right);

    /// <summary>The default configuration, and the part of it for new sockets. Both never change.</summary>
    private sealed record DefaultPair(QSslConfiguration Default, QSslConfiguration ForNewSocket);
}
