using System.Management.Automation;
using System.Security;
using QSslCore;
using QSslCore.Tls;

namespace QSslModule;

/// <summary>The parameters that every handshake has, whoever starts it, and the configuration that they make.</summary>
public abstract class SslHandshakeCmdlet : SslWaitingCmdlet
{
    private IReadOnlyList<QSslError>? _expected;

    /// <summary>Authorities to trust instead of the system's: paths, PEM text or certificates.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [WholeBytesTransformation]
    public object[]? CaCertificate { get; set; }

    /// <summary>This side's certificate chain, leaf first: paths, PEM text, certificates, or what New-SslCertificate made.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [WholeBytesTransformation]
    public object[]? Certificate { get; set; }

    /// <summary>The private key of the certificate: a path, PEM text or a key.</summary>
    [Parameter]
    [ValidateNotNull]
    public object? Key { get; set; }

    /// <summary>The pass phrase of an encrypted key.</summary>
    [Parameter]
    public SecureString? Passphrase { get; set; }

    /// <summary>The protocol versions to allow.</summary>
    [Parameter]
    public SslProtocol Protocol { get; set; } = SslProtocol.SecureProtocols;

    /// <summary>The cipher suites to allow, in order of preference; OpenSSL's names or IANA's.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(CipherNameCompleter))]
    public string[]? Cipher { get; set; }

    /// <summary>Application protocols (ALPN) to offer or to accept, in order of preference.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ApplicationProtocolCompleter))]
    public string[]? Alpn { get; set; }

    /// <summary>The TLS backend to use, by its name; that of the process unless given.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(BackendCompleter))]
    public string? Backend { get; set; }

    /// <summary>A configuration to start from; the other parameters change it.</summary>
    [Parameter]
    [ValidateNotNull]
    public QSslConfiguration? Configuration { get; set; }

    /// <summary>Errors of the peer that are expected and accepted, and no others: codes, or errors with their certificates.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ErrorCodeCompleter))]
    public object[]? ExpectedError { get; set; }

    /// <summary>Accepts whatever is wrong with the peer. The errors stay visible with Get-SslError.</summary>
    [Parameter]
    public SwitchParameter SkipCertificateCheck { get; set; }

    /// <summary>The handshake stops when the peer is not accepted, and waits for a decision.</summary>
    private protected virtual bool Pauses => false;

    /// <summary>The configuration that the parameters make.</summary>
    /// <exception cref="MaterialException">A certificate, key or cipher that was given cannot be used.</exception>
    private protected QSslConfiguration MakeConfiguration(QSslConfiguration start)
    {
        QSslConfiguration configuration = Configuration?.Clone() ?? start;
        MaterialReader reader = new(this);
        if (Backend is not null)
            configuration.Backend = TlsBackendRegistry.Peek(Backend)?.Name ?? throw new MaterialException(ErrorRecords.ForBackend(Backend));
        if (CaCertificate is not null)
            configuration.CaCertificates = [.. reader.Certificates(CaCertificate)];
        if (Certificate is not null)
        {
            configuration.LocalCertificateChain = [.. reader.Certificates(Certificate)];
            if (Key is null && Unwrapped(Certificate[0]) is SslIdentity identity)
                configuration.PrivateKey = identity.Key;
        }
        if (Key is not null)
            configuration.PrivateKey = reader.Key(Key, Passphrase);
        if (IsGiven(nameof(Protocol)))
            configuration.Protocol = Protocol;
        if (Cipher is not null)
            configuration.Ciphers = [.. Cipher.Select(FindCipher)];
        if (Alpn is not null)
            configuration.AllowedNextProtocols = Alpn;
        return configuration;
    }

    /// <summary>Gives a socket what the parameters say about accepting its peer.</summary>
    private protected void PrepareVerdict(QSslSocket socket)
    {
        if (Pauses)
        {
            socket.PauseMode = PauseModes.PauseOnSslErrors;
            socket.PauseTimeout = TimeoutMilliseconds;
        }
        if (SkipCertificateCheck)
            socket.IgnoreSslErrors();
        else if (ExpectedError is not null)
            socket.SslErrors += AcceptExpected;
    }

    /// <summary>Takes back what was only for this handshake.</summary>
    private protected void EndVerdict(QSslSocket socket) => socket.SslErrors -= AcceptExpected;

    private void AcceptExpected(object? sender, SslErrorsEventArgs e)
    {
        if (e.Errors.All(IsExpected))
            ((QSslSocket)sender!).IgnoreSslErrors();
    }

    /// <summary>Whether -ExpectedError names an error, with its certificate if it names one.</summary>
    private protected bool IsExpected(QSslError actual)
    {
        _expected ??= [.. (ExpectedError ?? []).Select(ToError)];
        return _expected.Any(x => x.Error == actual.Error && (x.Certificate.IsNull || x.Certificate.Equals(actual.Certificate)));
    }

    private static QSslError ToError(object expected) => Unwrapped(expected) switch
    {
        QSslError error => error,
        SslPeerError error => error.SslError,
        var code => new(LanguagePrimitives.ConvertTo<SslErrorCode>(code)),
    };

    private static QSslCipher FindCipher(string name)
    {
        QSslCipher cipher = new(name);
        return cipher.IsNull
            ? throw new MaterialException(ErrorRecords.Make(
                ErrorIds.UnsupportedInput, ErrorCategory.InvalidArgument, name,
                $"There is no cipher suite '{name}' in this TLS library.", "Press Tab after -Cipher for those there are."))
            : cipher;
    }

    private protected static object Unwrapped(object value) => value is PSObject wrapped ? wrapped.BaseObject : value;
}
