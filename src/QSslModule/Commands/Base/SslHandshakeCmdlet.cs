using System.Collections;
using System.Management.Automation;
using QSslCore;

namespace QSslModule;

/// <summary>
/// The parameters of every handshake in addition to its configuration: a time limit, and the accepted errors of the peer.
/// </summary>
public abstract class SslHandshakeCmdlet : SslConfigurationCmdlet
{
    private PreSharedKeys? _keys;

    /// <summary>The time limit in seconds. Fractions are allowed; -1 means no limit.</summary>
    [Parameter]
    [ValidateRange(-1, int.MaxValue / 1000)]
    [ConvertsTo<double>]
    public double TimeoutSeconds { get; set; } = 30;

    /// <summary>
    /// The expected errors of the peer, which are accepted: codes, or errors with their certificates. Others are not accepted.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SslExpectedErrorTransformation]
    [ArgumentCompleter(typeof(ErrorCodeCompleter))]
    public object[]? ExpectedError { get; set; }

    /// <summary>Accepts every error of the peer. Get-SslError still shows the errors.</summary>
    [Parameter]
    public SwitchParameter SkipCertificateCheck { get; set; }

    /// <summary>
    /// Pre-shared keys by identity, as SecureString or bytes. A text that begins with hex: contains bytes in hexadecimal. A client uses the
    /// identity that the server hints at, or otherwise the first one. A peer that has proved that it knows the key needs no certificate.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ConvertsTo<IDictionary>]
    public IDictionary? PreSharedKey { get; set; }

    /// <summary>The keys of -PreSharedKey. They are set when the configuration is created.</summary>
    private protected PreSharedKeys? Keys => _keys;

    private protected override double Limit => TimeoutSeconds;

    /// <summary>Whether the handshake pauses if the peer is not accepted, and waits for a decision.</summary>
    private protected virtual bool Pauses => false;

    private protected override QSslConfiguration MakeConfiguration(QSslConfiguration start)
    {
        _keys ??= PreSharedKey is null ? null : PreSharedKeys.From(PreSharedKey);
        return base.MakeConfiguration(start);
    }

    /// <summary>Reports settings that cannot work before a connection starts, so that they do not look like a fault of the host.</summary>
    /// <exception cref="MaterialException">The configuration cannot be used.</exception>
    private protected void RefuseUnusable(QSslConfiguration configuration)
    {
        if (Key is not null && configuration.LocalCertificateChain.Length == 0)
            throw new MaterialException(SettingsErrors.KeyWithoutCertificate());
        ConfigurationFaults.Refuse(SslMode.SslClientMode, configuration, _keys is not null);
    }

    /// <summary>Applies the parameters for the acceptance of the peer to a socket. Must be called before the connection starts.</summary>
    private protected HandshakeAcceptance BeginAcceptance(QSslSocket socket) =>
        SkipCertificateCheck ? BeginAcceptance(socket, static _ => true, null) : BeginExpecting(socket);

    /// <summary>Does the same without -SkipCertificateCheck.</summary>
    private protected HandshakeAcceptance BeginExpecting(QSslSocket socket) =>
        BeginAcceptance(socket, ExpectedError is null ? null : IsExpected, "-ExpectedError accepts the errors of the peer.");

    private HandshakeAcceptance BeginAcceptance(QSslSocket socket, Func<QSslError, bool>? isAccepted, string? words)
    {
        if (Pauses)
        {
            socket.PauseMode = PauseModes.PauseOnSslErrors;
            socket.PauseTimeout = TimeoutMilliseconds;
        }
        return new HandshakeAcceptance(socket, _keys, isAccepted, words).Begin();
    }

    /// <summary>Accepts every error of the peer until this connection ends if -SkipCertificateCheck is given: also those of a handshake
    /// that the user starts later. The start of a connection takes that back.</summary>
    private protected void AcceptSkipped(QSslSocket socket)
    {
        if (!SkipCertificateCheck)
            return;
        socket.IgnoreSslErrors();
        socket.Narrate("-SkipCertificateCheck accepts every error of the peer.");
    }

    /// <summary>
    /// Determines whether -ExpectedError names an error, with its certificate if it names one. An error without a code of its own can be
    /// any error, and is never expected.
    /// </summary>
    private protected bool IsExpected(QSslError actual) => actual.Error != SslErrorCode.UnspecifiedError
        && (ExpectedError ?? []).Select(Unwrapped).Cast<QSslError>()
            .Any(x => x.Error == actual.Error && (x.Certificate.IsNull || x.Certificate.Equals(actual.Certificate)));
}
