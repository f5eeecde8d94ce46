using System.Collections;
using System.Management.Automation;
using QSslCore;

namespace QSslModule;

/// <summary>What every handshake has beside its configuration: a limit, and what is accepted of the peer.</summary>
public abstract class SslHandshakeCmdlet : SslConfigurationCmdlet
{
    private PreSharedKeys? _keys;

    /// <summary>How long to wait, in seconds; fractions are allowed, -1 is no limit.</summary>
    [Parameter]
    [ValidateRange(-1, int.MaxValue / 1000)]
    [ConvertsTo<double>]
    public double TimeoutSeconds { get; set; } = 30;

    /// <summary>Errors of the peer that are expected and accepted, and no others: codes, or errors with their certificates.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SslExpectedErrorTransformation]
    [ArgumentCompleter(typeof(ErrorCodeCompleter))]
    public object[]? ExpectedError { get; set; }

    /// <summary>Accepts whatever is wrong with the peer. The errors stay visible with Get-SslError.</summary>
    [Parameter]
    public SwitchParameter SkipCertificateCheck { get; set; }

    /// <summary>
    /// Pre-shared keys by identity, as SecureString or bytes; a text that begins with hex: is bytes in hexadecimal. A client gives the
    /// identity that the server hints at, else the first; a peer that has proved to know the key needs no certificate.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ConvertsTo<IDictionary>]
    public IDictionary? PreSharedKey { get; set; }

    /// <summary>What -PreSharedKey says, once the configuration is made.</summary>
    private protected PreSharedKeys? Keys => _keys;

    private protected override double Limit => TimeoutSeconds;

    /// <summary>The handshake stops when the peer is not accepted, and waits for a decision.</summary>
    private protected virtual bool Pauses => false;

    private protected override QSslConfiguration MakeConfiguration(QSslConfiguration start)
    {
        _keys ??= PreSharedKey is null ? null : PreSharedKeys.From(PreSharedKey);
        return base.MakeConfiguration(start);
    }

    /// <summary>What cannot be a connection is told before one is made, and not taken for a fault of the host.</summary>
    /// <exception cref="MaterialException">The configuration cannot be used.</exception>
    private protected void RefuseUnusable(QSslConfiguration configuration)
    {
        if (Key is not null && configuration.LocalCertificateChain.Length == 0)
            throw new MaterialException(SettingsErrors.KeyWithoutCertificate());
        ConfigurationFaults.Refuse(SslMode.SslClientMode, configuration, _keys is not null);
    }

    /// <summary>Gives a socket what the parameters say about accepting its peer.</summary>
    private protected void PrepareVerdict(QSslSocket socket)
    {
        Listen(socket);
        if (!SkipCertificateCheck)
            return;
        socket.IgnoreSslErrors();
        socket.Narrate("-SkipCertificateCheck accepts every error of the peer.");
    }

    /// <summary>What holds until it is taken back, and not for one handshake only.</summary>
    private protected void Listen(QSslSocket socket)
    {
        if (Pauses)
        {
            socket.PauseMode = PauseModes.PauseOnSslErrors;
            socket.PauseTimeout = TimeoutMilliseconds;
        }
        if (_keys is not null)
        {
            socket.PreSharedKeyAuthenticationRequired += _keys.Answer;
            socket.SslErrors += AcceptWithoutCertificate;
        }
        if (ExpectedError is not null && !SkipCertificateCheck)
            socket.SslErrors += AcceptExpected;
    }

    /// <summary>Takes back what was only for this handshake.</summary>
    private protected void EndVerdict(QSslSocket socket)
    {
        socket.SslErrors -= AcceptExpected;
        if (_keys is null)
            return;
        socket.PreSharedKeyAuthenticationRequired -= _keys.Answer;
        socket.SslErrors -= AcceptWithoutCertificate;
    }

    private static void AcceptWithoutCertificate(object? sender, SslErrorsEventArgs e) =>
        PreSharedKeys.AcceptMissingCertificate((QSslSocket)sender!, e.Errors);

    private void AcceptExpected(object? sender, SslErrorsEventArgs e)
    {
        if (!e.Errors.All(IsExpected))
            return;
        QSslSocket socket = (QSslSocket)sender!;
        socket.IgnoreSslErrors();
        socket.Narrate("-ExpectedError accepts the errors of the peer.");
    }

    /// <summary>
    /// Whether -ExpectedError names an error, with its certificate if it names one. What has no code of its own can be anything: it is
    /// never expected.
    /// </summary>
    private protected bool IsExpected(QSslError actual) => actual.Error != SslErrorCode.UnspecifiedError
        && (ExpectedError ?? []).Select(Unwrapped).Cast<QSslError>()
            .Any(x => x.Error == actual.Error && (x.Certificate.IsNull || x.Certificate.Equals(actual.Certificate)));
}
