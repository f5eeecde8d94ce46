using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace QSslCore.Tls.Platform;

/// <summary>The TLS of one connection in the platform's own library.</summary>
/// <remarks>
/// The library waits for data, but this engine must not wait. The library therefore reads from a stream that stays pending until the
/// engine feeds it, and it continues inside that call. Only the caller's thread is used.
/// </remarks>
internal sealed partial class PlatformEngine : TlsEngine
{
    private readonly QSslConfiguration _configuration;
    private readonly string _backendName;
    private readonly CiphertextStream _wire;
    private readonly SslStream _ssl;
    private readonly ServerFlight? _serverFlight;
    private readonly RecordCount _records = new();
    private readonly ClientOffer? _clientOffer;
    private readonly SslClientAuthenticationOptions? _clientOptions;
    private readonly SslServerAuthenticationOptions? _serverOptions;
    private string _requestedName = "";
    private bool _isDisposed;

    /// <exception cref="TlsSetupException">The configuration cannot be used. The message says why.</exception>
    public PlatformEngine(PlatformBackend backend, TlsEngineOptions options)
        : base(options)
    {
        _configuration = options.Configuration;
        _backendName = backend.Name;
        PlatformLimits.Refuse(backend.Name, options);
        (SslProtocols protocols, CipherSuitesPolicy? suites) = backend.Offer(_configuration);
        SslStreamCertificateContext? identity = PlatformIdentity.Of(backend.Name, _configuration, Role)?.Context;
        if (Role == SslMode.SslServerMode)
        {
            // Load the identities for single names now, before a client requests one of them.
            foreach (QSslServerIdentity named in _configuration.ServerIdentities)
                _ = PlatformIdentity.Of(backend.Name, _configuration.With(named), Role);
            _clientOffer = new();
            _wire = new(this) { Seen = See };
            _serverOptions = new()
            {
                ServerCertificateContext = identity,
                ClientCertificateRequired = _configuration.PeerVerifyMode != PeerVerifyMode.VerifyNone,
                EnabledSslProtocols = protocols,
                CipherSuitesPolicy = suites,
                // A resumed session would bypass the verdict on the peer.
                AllowTlsResume = false,
                AllowRenegotiation = false,
                CertificateChainPolicy = JudgeNothing(),
                RemoteCertificateValidationCallback = ValidatePeer,
            };
        }
        else
        {
            _serverFlight = new();
            _wire = new(this) { Seen = See };
            _clientOptions = new()
            {
                TargetHost = options.ServerName ?? "",
                ClientCertificateContext = identity,
                LocalCertificateSelectionCallback = identity is null ? NoteRequest : null,
                EnabledSslProtocols = protocols,
                CipherSuitesPolicy = suites,
                ApplicationProtocols = [.. Names(_configuration.AllowedNextProtocols)],
                AllowTlsResume = false,
                AllowRenegotiation = false,
                CertificateChainPolicy = JudgeNothing(),
                RemoteCertificateValidationCallback = ValidatePeer,
            };
        }
        _ssl = new(_wire, leaveInnerStreamOpen: true);
    }

    // The library reports nothing before the end of the handshake. Until then, the server's choice is read from its messages.
    public override SslProtocol SessionProtocol => _exchangeDone && !_isDisposed
        ? PlatformProtocols.FromPlatform(_ssl.SslProtocol)
        : _serverFlight?.Protocol ?? SslProtocol.UnknownProtocol;

    public override QSslCipher SessionCipher => _exchangeDone && !_isDisposed
        ? SuiteNames.ToCipher(_ssl.NegotiatedCipherSuite)
        : _serverFlight?.Suite is { } suite ? SuiteNames.ToCipher(suite) : new();

    public override string? ApplicationProtocol => _exchangeDone && !_isDisposed
        && _ssl.NegotiatedApplicationProtocol is { Protocol.Length: > 0 } name
        ? name.ToString()
        : null;

    public override TlsFacts Facts => new()
    {
        RequestedServerName = _requestedName,
        CertificateRequested = _serverFlight is { RequestsCertificate: true } || WasAskedInSecret,
        Group = _serverFlight?.Group ?? "",
        FiniteFieldBits = _serverFlight?.FiniteFieldBits ?? 0,
    };

    public override bool PeerHasGoneOn => _peerHasGoneOn;

    /// <summary>Calls <see cref="TlsEngine.Receive"/> for the library's stream.</summary>
    internal TransportResult Pull(Span<byte> destination) => Receive(destination);

    /// <summary>Calls <see cref="TlsEngine.Gather"/> for the library's stream.</summary>
    internal void Put(ReadOnlySpan<byte> ciphertext) => Gather(ciphertext);

    protected override void Dispose(bool disposing)
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        using (new Inline())
        {
            _ssl.Dispose();
            _wire.Dispose();
        }
        _handshake?.Exception?.Handle(_ => true);
        ReturnPlain();
    }

    /// <summary>
    /// Runs an operation of the library as far as the transport's ciphertext allows: to its end, or to a read that must wait.
    /// </summary>
    private void Advance(Task operation)
    {
        using Inline inline = new();
        do
        {
            // The operation continues inside Feed. If a scheduler moved it to another thread, this call waits for it.
            if (!operation.IsCompleted && !_wire.IsReadPending)
                SpinWait.SpinUntil(() => operation.IsCompleted || _wire.IsReadPending);
        }
        while (!operation.IsCompleted && _wire.Feed());
    }

    private static IEnumerable<SslApplicationProtocol> Names(IEnumerable<string> names) =>
        from name in names
        where System.Text.Encoding.UTF8.GetByteCount(name) is > 0 and <= 255
        select new SslApplicationProtocol(name);

    /// <summary>Makes the library's own check of the chain as cheap as possible, because its result is not used.</summary>
    private static X509ChainPolicy JudgeNothing() => new()
    {
        TrustMode = X509ChainTrustMode.CustomRootTrust,
        VerificationFlags = X509VerificationFlags.AllFlags,
        RevocationMode = X509RevocationMode.NoCheck,
        DisableCertificateDownloads = true,
    };

    /// <summary>While it exists, awaiting code continues on the thread that sets its result, and not in the caller's synchronization
    /// context.</summary>
    private readonly ref struct Inline : IDisposable
    {
        private readonly SynchronizationContext? _outer = SynchronizationContext.Current;

        public Inline() => SynchronizationContext.SetSynchronizationContext(null);

        public void Dispose() => SynchronizationContext.SetSynchronizationContext(_outer);
    }
}
