using System.Management.Automation;
using System.Security;
using QSslCore;

namespace QSslModule;

/// <summary>Tests certificates in files, folders, stores and objects, without a connection.</summary>
[Cmdlet(VerbsDiagnostic.Test, "SslCertificate")]
[OutputType(typeof(SslHostReport), typeof(SslCertificateVerdict), typeof(bool))]
public sealed partial class TestSslCertificateCommand : SslCmdlet
{
    private GatheredInput? _gathered;
    private ChainVerdicts? _chain;
    private CertificateInputs? _inputs;
    private CertificateBatch? _batch;
    private CertificateReporter? _reporter;
    private int _found;

    /// <summary>The places that were named and have no certificate.</summary>
    private readonly List<string> _empty = [];

    /// <summary>The certificates: paths of files and folders, PEM text, bytes, objects, and stores such as Cert:\LocalMachine\My. Each
    /// certificate is judged separately. With -AsChain, all input from the pipeline is one chain.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Path", "FullName")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [WholeBytesTransformation]
    public object[] Certificate { get; set; } = [];

    /// <summary>The names that each certificate must be valid for, with a separate verdict for each name. Without a name, the certificate
    /// is verified for no name and no purpose.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    [SslTargetTransformation]
    public SslTarget[] HostName { get; set; } = [];

    /// <summary>Includes subfolders.</summary>
    [Parameter]
    public SwitchParameter Recurse { get; set; }

    /// <summary>Verifies one chain, the certificate to verify first, and returns a verdict with its errors.</summary>
    [Parameter]
    public SwitchParameter AsChain { get; set; }

    /// <summary>The authorities to trust instead of those of the default configuration: paths, PEM text or certificates.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [WholeBytesTransformation]
    public object[]? CaCertificate { get; set; }

    /// <summary>Trusts the authorities of the system in addition to those of -CaCertificate.</summary>
    [Parameter]
    public SwitchParameter IncludeSystemCaCertificate { get; set; }

    /// <summary>The time when the chain must be valid. The default is now.</summary>
    [Parameter]
    [ConvertsTo<DateTimeOffset>]
    public DateTimeOffset At { get; set; }

    /// <summary>The pass phrase of PKCS#12 bundles and of key stores.</summary>
    [Parameter]
    [ConvertsTo<SecureString>]
    public SecureString? Passphrase { get; set; }

    /// <summary>Returns only true or false. A certificate with a warning is true.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    private GatheredInput Gathered => _gathered ??= new(SessionState);

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        try
        {
            QSslConfiguration configuration = QSslConfiguration.DefaultConfiguration;
            if (CaCertificate is not null)
                configuration.CaCertificates = new AuthorityReader(this, new(this), null).Read(CaCertificate);
            if (IncludeSystemCaCertificate && configuration.CaCertificates.Length > 0)
                configuration.AddCaCertificates(QSslConfiguration.SystemCaCertificates());
            if (IsGiven(nameof(At)))
                configuration.VerificationTime = At;
            string[] names = HostName.Length == 0 ? [""] : [.. HostName.Where(t => t.Failure.Length == 0).Select(t => t.HostName)];
            foreach (SslTarget target in HostName.Where(target => target.Failure.Length > 0))
                Refuse(target, configuration);
            MaterialReader reader = new(this, Passphrase);
            Action<string, string>? tell = TraceLines is null ? null : Tell;
            // A verdict for some of the names would look like one for all of them.
            _chain = new(reader, configuration, names.Length < HostName.Length ? [] : names, tell);
            _inputs = new(this, reader, Recurse);
            // The list of authorities is compared for each certificate. The comparison is fast if the list is always the same object.
            _reporter = new(configuration, new(
                ExpiryLimits.Of(WarningDays, CriticalDays, WarningPercent, CriticalPercent, IsGiven), [], _ => false)
            {
                IsExpected = _ => false,
                ShowsCertificate = false,
            }, tell);
            _batch = new(new(Passphrase), _reporter, names, StopToken);
        }
        catch (MaterialException e)
        {
            ThrowTerminatingError(e.Record);
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        // The binder does not convert $null from the pipeline to an array. Where it is the only input, it is a mistake in the command.
        object?[] inputs = Certificate ?? new object?[1];
        if (!MyInvocation.ExpectingInput && (inputs.Length == 0 || Array.Exists(inputs, IsNothing)))
            ThrowTerminatingError(MaterialErrors.NoCertificateGiven());
        foreach (object? input in inputs)
        {
            // Lines of PEM text may be empty.
            bool isLine = input is not null && Gathered.HasLines;
            Take(IsNothing(input) && !isLine ? [.. Gathered.Rest(), ""] : Gathered.Add(Unwrapped(input!)), input);
        }
    }

    private static bool IsNothing(object? input) => input is null or "" or PSObject { BaseObject: "" };

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        Take(Gathered.Rest(), null);
        WriteReports(Judged(() => _batch!.Rest()));
        WriteReports([.. _reporter!.UnheldNames()]);
        if (AsChain)
        {
            foreach (SslCertificateVerdict verdict in Judged(_chain!.Verdicts))
                WriteObject(Quiet ? verdict.Verified : verdict);
        }
        else if (_found == 0 && _batch!.HasNames)
        {
            WriteWarning("No certificate was found in what was given.");
        }
        else
        {
            // Beside the reports of others, a place without any would look good.
            WriteReports([.. _reporter.EmptyPlaces()]);
        }
    }

    /// <param name="inputs">The complete inputs.</param>
    /// <param name="last">The original of the last input. Its wrapper may have the path of the object.</param>
    private void Take(IReadOnlyList<object> inputs, object? last)
    {
        foreach (object input in inputs)
        {
            try
            {
                if (AsChain)
                    _chain!.Add(IsNothing(input) ? null : input);
                else if (IsNothing(input))
                    throw new MaterialException(MaterialErrors.NoCertificateGiven());
                else
                    Test(last is not null && ReferenceEquals(Unwrapped(last), input) ? last : input);
            }
            catch (MaterialException e)
            {
                WriteError(e.Record);
                // The report keeps the input in the output even if errors are suppressed.
                if (!AsChain)
                {
                    WriteReports(Judged(() => _batch!.Rest()));
                    WriteReports([_reporter!.Unread($"{e.Record.TargetObject ?? input.GetType().Name}", e.Message)]);
                }
            }
        }
    }

    private void Test(object input)
    {
        if (_inputs!.Files(Unwrapped(input)) is not { } files)
        {
            IReadOnlyList<FoundCertificate> found = _inputs.Objects(input);
            WriteReports(Judged(() => _batch!.Rest()));
            WriteReports(Judged(() => _batch!.Judge(found)));
            NoteEmpty(input, found.Count);
            return;
        }
        // A file that is named has a report in any case; a folder has one of each certificate in it, and perhaps of none.
        int? before = null;
        bool isFile = false;
        foreach ((string path, bool isNamed, string? failure) in files)
        {
            isFile |= isNamed;
            if (failure is not null || (!isNamed && before is null))
                WriteReports(Judged(() => _batch!.Rest()));
            before ??= isNamed ? null : _found;
            WriteReports(failure is null ? Judged(() => _batch!.Add(path, isNamed)) : [_reporter!.Unread(path, failure)]);
        }
        if (isFile)
            return;
        WriteReports(Judged(() => _batch!.Rest()));
        NoteEmpty(input, _found - (before ?? _found));
    }

    // Objects of folders come along with their files, as from Get-ChildItem.
    private void NoteEmpty(object input, int count) => _reporter!.NoteEmpty(count == 0 ? Unwrapped(input) as string : null);

    private IReadOnlyList<T> Judged<T>(Func<IReadOnlyList<T>> judge)
    {
        IReadOnlyList<T> result = [];
        try
        {
            RunWithWarnings(null, () => result = judge());
        }
        catch (OperationCanceledException)
        {
            throw new PipelineStoppedException();
        }
        catch (Exception e) when ((e is AggregateException all ? all.InnerExceptions[0] : e) is NotSupportedException missing)
        {
            ThrowTerminatingError(SettingsErrors.NoBackend(missing));
        }
        return result;
    }

    private void Refuse(SslTarget name, QSslConfiguration configuration)
    {
        ErrorRecord refusal = ErrorRecords.ForTarget(name);
        WriteError(refusal);
        // The report keeps the name in the output even if errors are suppressed.
        if (!AsChain)
            WriteReport(TargetRefusal.Report(name, refusal, configuration));
    }

    private void WriteReports(IReadOnlyList<SslHostReport> reports)
    {
        _found += reports.Count;
        foreach (SslHostReport report in reports)
            WriteReport(report);
    }

    private void WriteReport(SslHostReport report) =>
        WriteObject(Quiet ? report.Status is ReportStatus.Ok or ReportStatus.Warning : report);
}
