using System.Collections.Concurrent;
using System.Diagnostics;
using System.Management.Automation;
using System.Net;
using System.Net.Sockets;
using System.Runtime.ExceptionServices;
using System.Text.RegularExpressions;
using QSslCore;
using QSslCore.Sockets;

namespace QSslModule;

/// <summary>Tests many hosts at once, and writes a report on each.</summary>
[Cmdlet(VerbsDiagnostic.Test, "SslHost", DefaultParameterSetName = TargetSet)]
[OutputType(typeof(SslHostReport))]
public sealed partial class TestSslHostCommand : SslConnectionCmdlet
{
    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(100);

    private readonly BlockingCollection<(int Position, SslHostReport[] Reports, Exception? Failure)> _done = [];
    private readonly Dictionary<int, SslHostReport[]> _early = [];
    private readonly Stopwatch _sinceBreath = Stopwatch.StartNew();
    private QSslConfiguration? _configuration;
    private bool _looksAtStaple;
    private int _started;
    private int _finished;
    private int _next;

    /// <summary>How many hosts are tested at the same time.</summary>
    [Parameter]
    [ValidateRange(1, 10_000)]
    [ConvertsTo<int>]
    public int ThrottleLimit { get; set; } = 50;

    /// <summary>Writes the reports in the order of the hosts, not in that of their answers.</summary>
    [Parameter]
    public SwitchParameter Ordered { get; set; }

    /// <summary>A certificate of the chain that has so many days left, or fewer, is a warning.</summary>
    [Parameter]
    [ValidateRange(0, 36_500)]
    [ConvertsTo<int>]
    public int WarningDays { get; set; } = 30;

    /// <summary>A certificate of the chain that has so many days left, or fewer, is critical.</summary>
    [Parameter]
    [ValidateRange(0, 36_500)]
    [ConvertsTo<int>]
    public int CriticalDays { get; set; } = 7;

    /// <summary>A host's certificate that has used up so much of its lifetime, in percent, or more, is a warning.</summary>
    [Parameter]
    [ValidateRange(0.0, 100.0)]
    [ConvertsTo<double>]
    public double? WarningPercent { get; set; }

    /// <summary>A host's certificate that has used up so much of its lifetime, in percent, or more, is critical.</summary>
    [Parameter]
    [ValidateRange(0.0, 100.0)]
    [ConvertsTo<double>]
    public double? CriticalPercent { get; set; }

    /// <summary>
    /// Public keys, as sha256/ and base64: one must be the host's own or stand in the path that was verified, else the host is critical.
    /// What is merely sent along does not count.
    /// </summary>
    [Parameter]
    public string[] Pin { get; set; } = [];

    /// <summary>The moment to judge for, instead of now: whether the certificates hold then, and how many days are left by then.</summary>
    [Parameter]
    [ConvertsTo<DateTimeOffset>]
    public DateTimeOffset At { get; set; }

    /// <summary>Tests every address of a name, as this system resolves it, and writes a report on each.</summary>
    [Parameter]
    public SwitchParameter AllAddresses { get; set; }

    /// <summary>
    /// Asks the issuers whether they have revoked a certificate of the verified path: by the lists (CRL) and responders (OCSP) that the
    /// certificates name. Only for hosts that are good otherwise.
    /// </summary>
    [Parameter]
    public SwitchParameter CheckRevocation { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        if (Pin.FirstOrDefault(pin => !PinPattern().IsMatch(pin)) is { } bad)
        {
            ThrowTerminatingError(ErrorRecords.Make(
                ErrorIds.UnsupportedInput, ErrorCategory.InvalidArgument, bad, $"'{InputEcho.Of(bad)}' is no pin.",
                "Give sha256/ and the base64 of the SHA-256 of the public key, as the property Pin of a report has it."));
        }
        try
        {
            _configuration = MakeConfiguration(QSslConfiguration.DefaultConfiguration);
            if (IsGiven(nameof(At)))
                _configuration.VerificationTime = At;
            // The first word of a host that has looked at what it was shown is often a session, which nobody would see otherwise.
            _configuration.SetSslOption(SslOption.DisableSessionPersistence, false);
            _looksAtStaple = !_configuration.OcspStaplingEnabled
                && QSslSocket.IsFeatureSupported(SupportedFeature.Ocsp, _configuration.Backend);
            _configuration.OcspStaplingEnabled |= _looksAtStaple;
        }
        catch (MaterialException e)
        {
            // Without what was asked for, nothing that is found would mean anything.
            ThrowTerminatingError(e.Record);
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (SslTarget target in HostName)
        {
            while (_started - _finished >= ThrottleLimit)
                TakeOne();
            if (Accepts(target, encrypt: true))
                Guard(target.Input, () => Start(target));
            // The next host may be long in coming: what is done need not wait for it.
            while (_done.TryTake(out (int, SslHostReport[], Exception?) outcome))
                Finish(outcome);
        }
    }

    /// <summary>A URI that begins plain says by itself how it comes to TLS.</summary>
    private protected override bool KnowsWayToTls(SslTarget target) =>
        base.KnowsWayToTls(target) || StartTlsNegotiation.Guess(target, target.PortOr(Port)) is not null;

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        while (_finished < _started)
            TakeOne();
        EndProgress();
    }

    private void Start(SslTarget target)
    {
        int port = target.PortOr(Port);
        // An object brings its own: a row of a list, or a report that is to be tested again.
        string name = StartTls?.ToString() ?? TargetParser.TextOf(target.Input, nameof(StartTls)) ?? "";
        if (StartTls is not null && Unwrapped(StartTls) is ScriptBlock)
        {
            WriteError(ErrorRecords.Make(
                ErrorIds.UnsupportedInput, ErrorCategory.InvalidArgument, target.Input,
                "Test-SslHost takes no script block for -StartTls: many hosts are tested at once, and a script can do one thing at a time.", "Name a protocol, or use Connect-SslHost."));
            return;
        }
        if (name.Length > 0)
            name = StartTlsNegotiation.Resolve(name, target, port);
        else if (SslScheme.Find(target.Scheme) is { StartsPlain: true })
            name = StartTlsNegotiation.Guess(target, port) ?? "";
        ReportLimits limits = new(WarningDays, CriticalDays, WarningPercent, CriticalPercent, Pin, error => SkipCertificateCheck || IsExpected(error)) { IsExpected = IsExpected };
        // Read here, on the pipeline's thread: the probes for several addresses are made on others.
        string peerName = PeerName ?? TargetParser.TextOf(target.Input, nameof(PeerName)) ?? "";
        QNetworkProxy? proxy = MakeProxy();
        NetworkLayerProtocol layer = NetworkLayer;
        AddressFamily family = layer switch
        {
            NetworkLayerProtocol.IPv4Protocol => AddressFamily.InterNetwork,
            NetworkLayerProtocol.IPv6Protocol => AddressFamily.InterNetworkV6,
            _ => AddressFamily.Unspecified,
        };
        HostProbe Probe(IPAddress? address, TimeSpan lookup) => new(target, port, _configuration!, limits)
        {
            PeerName = peerName,
            Proxy = proxy,
            NetworkProtocol = layer,
            // A dialogue is of one connection.
            Dialogue = name.Length > 0 ? StartTlsNegotiation.Choose(name, target, port, peerName) : null,
            StartTlsName = name,
            Address = address,
            Lookup = lookup,
            PreSharedKeys = Keys,
            LooksAtStaple = _looksAtStaple,
            ChecksRevocation = CheckRevocation,
            Warnings = WarningsOf(SslTarget.Display(target.HostName, port)),
        };
        TimeSpan limit = TimeoutSeconds < 0 ? Timeout.InfiniteTimeSpan : TimeSpan.FromSeconds(TimeoutSeconds);
        _ = ReportAsync(
            AllAddresses ? AddressProbe.RunAsync(target.HostName, family, Probe, limit, StopToken) : OneAsync(Probe(null, TimeSpan.Zero).RunAsync(limit, StopToken)),
            _started++);
    }

    private static async Task<SslHostReport[]> OneAsync(Task<SslHostReport> test) => [await test.ConfigureAwait(false)];

    /// <summary>Hands the outcome to the pipeline's thread, whatever it is: a loss here would let the cmdlet wait for ever.</summary>
    private async Task ReportAsync(Task<SslHostReport[]> test, int position)
    {
        SslHostReport[] reports = [];
        Exception? failure = null;
        try
        {
            reports = await test.ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Thrown again on the pipeline's thread.
        catch (Exception e)
#pragma warning restore CA1031
        {
            failure = e;
        }
        try
        {
            _done.Add((position, reports, failure));
        }
        catch (ObjectDisposedException)
        {
            // The pipeline was stopped, and nobody wants to know any more.
        }
    }

    /// <summary>Waits for one more outcome.</summary>
    private void TakeOne()
    {
        (int, SslHostReport[], Exception?) outcome;
        while (!_done.TryTake(out outcome, s_tick))
            Breathe();
        Finish(outcome);
    }

    private void Breathe()
    {
        if (StopToken.IsCancellationRequested)
            throw new PipelineStoppedException();
        _sinceBreath.Restart();
        Idle($"Testing hosts: {_finished} of {_started} done");
    }

    /// <summary>Writes what can be written.</summary>
    private void Finish((int Position, SslHostReport[] Reports, Exception? Failure) outcome)
    {
        _finished++;
        // Hosts that answer one after the other leave no pause: progress is shown all the same.
        if (_sinceBreath.Elapsed > s_tick)
            Breathe();
        if (outcome.Failure is not null)
        {
            if (outcome.Failure is OperationCanceledException)
                throw new PipelineStoppedException();
            ExceptionDispatchInfo.Throw(outcome.Failure);
        }
        WriteWarnings();
        if (!Ordered)
        {
            WriteObject(outcome.Reports, enumerateCollection: true);
            return;
        }
        _early.Add(outcome.Position, outcome.Reports);
        while (_early.Remove(_next, out SslHostReport[]? reports))
        {
            _next++;
            WriteObject(reports, enumerateCollection: true);
        }
    }

    [GeneratedRegex("^sha256/[A-Za-z0-9+/]{43}=$")]
    private static partial Regex PinPattern();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        // Whoever wanted the first reports only, or fell over one, does not want the hosts that are still being tested.
        if (disposing)
            StopProcessing();
        base.Dispose(disposing);
        if (disposing)
            _done.Dispose();
    }
}
