using System.Management.Automation;
using QSslCore;

namespace QSslModule;

/// <summary>Verifies a chain of certificates without a connection.</summary>
[Cmdlet(VerbsDiagnostic.Test, "SslCertificate")]
[OutputType(typeof(SslCertificateVerdict), typeof(bool))]
public sealed class TestSslCertificateCommand : SslCmdlet
{
    private GatheredInput? _gathered;
    private readonly List<QSslCertificate> _chain = [];
    private bool _hasFailed;

    /// <summary>The chain, the certificate to verify first: objects, paths, PEM text or bytes. All that comes through the pipeline is one
    /// chain.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [WholeBytesTransformation]
    public object[] Certificate { get; set; } = [];

    /// <summary>The names that it must be valid for, each with a verdict of its own; without one it is verified for no name and no
    /// purpose.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    [SslTargetTransformation]
    public SslTarget[] HostName { get; set; } = [];

    /// <summary>Authorities to trust instead of the default configuration's: paths, PEM text or certificates.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [WholeBytesTransformation]
    public object[]? CaCertificate { get; set; }

    /// <summary>The time at which the chain must be valid; now unless told.</summary>
    [Parameter]
    [ConvertsTo<DateTimeOffset>]
    public DateTimeOffset At { get; set; }

    /// <summary>The pass phrase of a PKCS#12 bundle.</summary>
    [Parameter]
    [ConvertsTo<System.Security.SecureString>]
    public System.Security.SecureString? Passphrase { get; set; }

    /// <summary>Writes true or false, and nothing else.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    private GatheredInput Gathered => _gathered ??= new(SessionState);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (object input in Certificate)
            Take(Gathered.Add(Unwrapped(input)));
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        Take(Gathered.Rest());
        // A verdict about half of what was given would be about something else.
        if (_hasFailed)
            return;
        try
        {
            QSslConfiguration configuration = QSslConfiguration.DefaultConfiguration;
            if (CaCertificate is not null)
                configuration.CaCertificates = [.. new MaterialReader(this).Certificates(CaCertificate)];
            if (IsGiven(nameof(At)))
                configuration.VerificationTime = At;
            if (HostName.Length == 0)
                Judge(configuration, "");
            foreach (SslTarget target in HostName)
            {
                if (target.Failure.Length > 0)
                    WriteError(ErrorRecords.ForTarget(target));
                else
                    Judge(configuration, target.HostName);
            }
        }
        catch (MaterialException e)
        {
            WriteError(e.Record);
        }
        catch (NotSupportedException e)
        {
            ThrowTerminatingError(SettingsErrors.NoBackend(e));
        }
    }

    private void Take(IReadOnlyList<object> inputs)
    {
        foreach (object input in inputs)
        {
            try
            {
                _chain.AddRange(new MaterialReader(this, Passphrase).Certificates(input));
            }
            catch (MaterialException e)
            {
                _hasFailed = true;
                WriteError(e.Record);
            }
        }
    }

    private void Judge(QSslConfiguration configuration, string hostName)
    {
        IReadOnlyList<QSslError> errors = [];
        RunWithWarnings(null, () => errors = PeerVerification.EvaluateChain(_chain, configuration, hostName));
        SslCertificateVerdict verdict = new([.. _chain], hostName, configuration.VerificationTime ?? DateTimeOffset.UtcNow, errors);
        WriteObject(Quiet ? verdict.Verified : verdict);
    }
}
