using System.Globalization;
using System.Net;
using QSslCore.Sockets;
using QSslCore.StartTls;

namespace QSslCore;

/// <summary>One run of a check, with one connection. The event loop drives the socket; no thread waits.</summary>
internal sealed class HostCheckRun : IDisposable
{
    /// <summary>64 MiB. A host that sends without end does not fill the memory.</summary>
    private const long ReadBufferSize = 64 * 1024 * 1024;

    private readonly HostCheck _check;
    private readonly IPAddress? _address;
    private readonly TimeSpan _lookup;
    private readonly TimeSpan _limit;
    private readonly QSslConfiguration _configuration;
    private readonly StartTlsDialogue? _dialogue;
    private readonly DaneLookup _dane;
    private readonly QSslSocket _socket;
    private readonly PhaseClock _clock = new();
    private readonly DateTimeOffset _startedAt = DateTimeOffset.UtcNow;

    /// <summary>Whether the staple is requested only to examine it. A host without a staple then has no error.</summary>
    private readonly bool _onlyLooksAtStaple;

    /// <summary>The negotiated session. It is read in time, because a host may close the connection directly after the handshake.</summary>
    private HostCheckSession? _session;
    private QSslError? _stapleError;
    private IReadOnlyList<QSslError> _errors = [];
    private bool _isAccepted = true;
    private ClientCertificateAnswer _clientCertificate;

    /// <param name="check">The check to run.</param>
    /// <param name="address">The address to connect to; null for any address of the name.</param>
    /// <param name="lookup">The time that the lookup of the address took.</param>
    /// <param name="limit">The time limit.</param>
    public HostCheckRun(HostCheck check, IPAddress? address, TimeSpan lookup, TimeSpan limit)
    {
        (_check, _address, _lookup, _limit) = (check, address, lookup, limit);
        _configuration = check.Configuration.Copy();
        // A configuration for other purposes must not let an unverified host pass. Only AcceptsError accepts errors.
        if (_configuration.PeerVerifyMode == PeerVerifyMode.VerifyNone)
            _configuration.PeerVerifyMode = PeerVerifyMode.VerifyPeer;
        // After examining the client's certificate, a host often sends a session first. It must be enabled to be noticed.
        _configuration.SetSslOption(SslOption.DisableSessionPersistence, false);
        _onlyLooksAtStaple = !_configuration.OcspStaplingEnabled
            && QSslSocket.IsFeatureSupported(SupportedFeature.Ocsp, _configuration.Backend);
        _configuration.OcspStaplingEnabled |= _onlyLooksAtStaple;
        // A check of an address still verifies the name.
        string peerName = check.PeerName.Length > 0 || address is null ? check.PeerName : check.HostName;
        _dane = new(check);
        _dialogue = check.StartTls?.CreateDialogue(peerName.Length > 0 ? peerName : check.HostName);
        _socket = new() { SslConfiguration = _configuration, PeerVerifyName = peerName, ReadBufferSize = ReadBufferSize };
    }

    /// <summary>The host is not told that no more data follows before it has answered about the client's certificate.</summary>
    public bool KeepsOutputOpen { get; init; }

    public void Dispose() => _socket.Dispose();

    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    public async Task<HostCheckResult> RunAsync(CancellationToken cancellationToken)
    {
        using CancellationTokenSource timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (_limit != Timeout.InfiniteTimeSpan)
            timeout.CancelAfter(_limit);
        _clock.Lookup = _address is null ? null : _lookup;
        Listen();
        string? failure;
        try
        {
            failure = await ConnectAsync(timeout.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            failure = _clientCertificate == ClientCertificateAnswer.Unanswered ? null : DescribeTimeout();
        }
        failure ??= _clock.Connect is null ? _socket.ErrorString : null;
        TimeSpan total = _clock.Elapsed + _lookup;
        HostCheckOutcome outcome = OutcomeOf(failure);
        // Read the facts before the connection ends.
        HostCheckResult seen = Describe(failure ?? "", outcome, total, revocation: null);
        if (outcome == HostCheckOutcome.Unreachable || !_check.ChecksRevocation || seen.PeerCertificateChain.Count == 0)
            return seen;
        RevocationVerdict verdict = await CheckRevocationAsync(failure, cancellationToken).ConfigureAwait(false);
        return Describe(failure ?? "", outcome, _clock.Revocation is null ? total : _clock.Elapsed + _lookup, verdict);
    }

    private void Listen()
    {
        _check.Prepare?.Invoke(_socket);
        _socket.Narrator = _check.Narrator;
        if (_check.Proxy is not null)
            _socket.Proxy = _check.Proxy;
        if (_check.PreSharedKey is { } answer)
            _socket.PreSharedKeyAuthenticationRequired += (_, e) => answer(e.Authenticator);
        _socket.SslErrors += (_, e) =>
        {
            // The connection ends here, and its facts are lost with it.
            _stapleError = e.Errors.FirstOrDefault(IsOfStaple);
            _errors = [.. e.Errors.Where(error => !IsExcused(error))];
            _session = new(_socket);
            DaneVerdict? dane = _dane.Judge(_socket, _errors);
            _isAccepted = _errors.All(error => _check.AcceptsError?.Invoke(error) == true || DaneVerification.Excuses(dane, error));
            if (_isAccepted)
                _socket.IgnoreSslErrors();
        };
        _socket.HostFound += (_, _) => _clock.Lookup ??= _clock.Phase();
        _socket.Encrypted += (_, _) =>
        {
            _clock.Handshake = _clock.Phase();
            _session = new(_socket);
        };
    }

    /// <returns>Why there is no encrypted connection; null if there is one.</returns>
    private async Task<string?> ConnectAsync(CancellationToken cancellationToken)
    {
        _clock.Start();
        _dane.Begin(cancellationToken);
        if (_check.LocalAddress is { } local && !_socket.Bind(local))
            return _socket.ErrorString;
        _socket.ConnectToHost(_address?.ToString() ?? _check.HostName, _check.Port, OpenMode.ReadWrite, _check.NetworkProtocol);
        if (!await ReachesAsync(SocketGoal.HasConnected, cancellationToken).ConfigureAwait(false))
            return _socket.ErrorString;
        _clock.Connect = _clock.Phase();
        if (_dialogue is not null)
        {
            try
            {
                await StartTlsClient.RunAsync(_socket, _dialogue, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                foreach (string line in _dialogue.Transcript)
                    _socket.Narrate($"STARTTLS {line}");
            }
            if (_dialogue.Status != StartTlsStatus.Ready)
                return StartTlsException.Describe(_dialogue);
            _clock.StartTls = _clock.Phase();
        }
        // The verdict on the host needs it, and comes in the middle of the handshake.
        await _dane.CompleteAsync().ConfigureAwait(false);
        _clock.Phase();
        _socket.StartClientEncryption();
        bool isEncrypted = await ReachesAsync(SocketGoal.HasEncrypted, cancellationToken).ConfigureAwait(false);
        _clock.Handshake ??= _clock.Phase();
        return !isEncrypted ? _socket.ErrorString
            : _socket.CertificateRequested ? await HearAnswerAsync(cancellationToken).ConfigureAwait(false) : null;
    }

    private async ValueTask<bool> ReachesAsync(SocketGoal goal, CancellationToken cancellationToken) =>
        await _socket.DriveAsync(goal, cancellationToken).ConfigureAwait(false) == DriveResult.Satisfied;

    /// <summary>
    /// Waits for the host's answer to the client's certificate, or to its absence. In TLS 1.3 a client finishes before the server has
    /// examined the certificate. This side signals that it sends no more data, so the server has nothing to wait for: it refuses with an
    /// alert, issues a session, or closes the connection.
    /// </summary>
    /// <returns>Why the host refuses the client; null if it does not.</returns>
    private async Task<string?> HearAnswerAsync(CancellationToken cancellationToken)
    {
        _clientCertificate = ClientCertificateAnswer.Unanswered;
        if (!KeepsOutputOpen)
            _socket.EndOutput();
        bool isConfirmed = await ReachesAsync(SocketGoal.Confirmed, cancellationToken).ConfigureAwait(false);
        _clientCertificate = isConfirmed ? ClientCertificateAnswer.Accepted : ClientCertificateAnswer.Refused;
        if (isConfirmed)
            return null;
        // A host that closes the connection without a close_notify alert refuses, too: a reset connection can lose an alert.
        string given = _configuration.LocalCertificate.IsNull ? "none was given" : "one was given";
        return _socket.Error == QSocketError.SslInternalError
            ? _socket.ErrorString
            : $"The host asks for a client certificate, {given}, and it has hung up without a word: {_socket.ErrorString}";
    }

    private async Task<RevocationVerdict> CheckRevocationAsync(string? failure, CancellationToken cancellationToken)
    {
        IReadOnlyList<QSslCertificate> path = _socket.VerifiedCertificateChain;
        // The certificates contain the addresses of the issuers. A host that is not verified must not make this machine connect to them.
        if (failure is not null || _errors.Count > 0 || path.Count == 0)
        {
            return new(RevocationStatus.Unknown, "Whether the certificate was revoked was not asked: its path was not verified, and a host "
                + "that is not known as good must not say where to ask");
        }
        // The host does not have to wait in the meantime.
        _socket.DisconnectFromHost();
        TimeSpan left = _limit == Timeout.InfiniteTimeSpan ? _limit : _limit - _clock.Elapsed - _lookup;
        TimeSpan started = _clock.Elapsed;
        RevocationVerdict verdict = await RevocationCheck.RunAsync(
            path, left > TimeSpan.Zero || left == _limit ? left : TimeSpan.Zero, cancellationToken).ConfigureAwait(false);
        _clock.Revocation = _clock.Elapsed - started;
        return verdict;
    }

    private HostCheckResult Describe(string failure, HostCheckOutcome outcome, TimeSpan total, RevocationVerdict? revocation) => new()
    {
        HostName = _check.HostName,
        Port = _check.Port,
        Address = _socket.PeerAddress ?? _address,
        IsForOneAddress = _address is not null,
        Outcome = outcome,
        Failure = failure,
        Errors = _errors,
        Alert = _socket.LastAlert,
        Session = _session,
        PeerCertificateChain = _socket.PeerCertificateChain,
        VerifiedCertificateChain = _socket.VerifiedCertificateChain,
        IsStapleRequested = _configuration.OcspStaplingEnabled,
        StapleError = _stapleError,
        OcspResponses = _socket.OcspResponses,
        ClientCertificate = IsCertificateMissed ? ClientCertificateAnswer.Missed : _clientCertificate,
        Revocation = revocation,
        Dane = _dane.Judge(_socket, _errors),
        StartTlsTranscript = [.. _dialogue?.Transcript ?? []],
        Timings = _clock.Read(total),
        Backend = _configuration.Backend.Length > 0 ? _configuration.Backend : QSslSocket.ActiveBackend,
        StartedAt = _startedAt,
        VerificationTime = _configuration.VerificationTime?.ToUniversalTime() ?? _startedAt,
    };

    private HostCheckOutcome OutcomeOf(string? failure) => this switch
    {
        { _clock.Connect: null } => HostCheckOutcome.Unreachable,
        _ when failure is null => HostCheckOutcome.Encrypted,
        { _isAccepted: false } => HostCheckOutcome.IdentityRejected,
        _ => this is { _dialogue: not null, _clock.StartTls: null } ? HostCheckOutcome.StartTlsFailed : HostCheckOutcome.HandshakeFailed,
    };

    private string DescribeTimeout()
    {
        if (_socket.State is not (SocketState.ConnectedState or SocketState.ClosingState))
            return _socket.DescribeTimeout(SocketGoal.Connected, (int)_limit.TotalMilliseconds);
        return _dialogue?.Status == StartTlsStatus.NeedsInput
            ? string.Create(CultureInfo.InvariantCulture, $"{HostAndPort.Display(_check.HostName, _check.Port)} did not come to TLS by "
                + $"{_check.StartTls} within {_limit.TotalSeconds:0.###} s{_dialogue.Silence}")
            : _socket.DescribeTimeout(SocketGoal.Encrypted, (int)_limit.TotalMilliseconds);
    }

    /// <summary>Determines whether an error is not a fault of the host: a staple that only the check requested, or a missing certificate if
    /// the host knew the pre-shared key.</summary>
    private bool IsExcused(QSslError error) => (_onlyLooksAtStaple && IsOfStaple(error))
        || (_check.PreSharedKey is not null && _socket.UsesPreSharedKey && error.Error == SslErrorCode.NoPeerCertificate);

    private bool IsCertificateMissed => _socket.HandshakeFault == HandshakeFault.CertificateMissed;
    private static bool IsOfStaple(QSslError error) => error.Error is >= SslErrorCode.OcspNoResponseFound
        and <= SslErrorCode.OcspStatusUnknown;
}
