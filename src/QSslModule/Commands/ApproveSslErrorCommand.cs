using System.Management.Automation;
using QSslCore;
using QSslCore.Sockets;

namespace QSslModule;

/// <summary>Accepts errors of paused handshakes. A handshake continues only if every error is accepted; otherwise it is dropped.</summary>
[Cmdlet(VerbsLifecycle.Approve, "SslError", SupportsShouldProcess = true, DefaultParameterSetName = "Some")]
[OutputType(typeof(QSslSocket))]
public sealed class ApproveSslErrorCommand : SslWaitingCmdlet
{
    private readonly Dictionary<QSslSocket, List<QSslError>> _approved = new(ReferenceEqualityComparer.Instance);
    private bool _isRehearsal;

    /// <summary>A paused socket, or errors of Get-SslError.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Socket")]
    public object InputObject { get; set; } = null!;

    /// <summary>The codes to accept.</summary>
    [Parameter(ParameterSetName = "Some")]
    [ValidateNotNullOrEmpty]
    [ConvertsTo<SslErrorCode[]>]
    public SslErrorCode[]? Error { get; set; }

    /// <summary>Accepts only errors of the certificates with these SHA-256 thumbprints (hex; colons and case do not matter).</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? Thumbprint { get; set; }

    /// <summary>Accepts all errors.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "All")]
    public SwitchParameter All { get; set; }

    /// <summary>Returns the sockets whose handshakes succeeded.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        object input = InputObject is PSObject wrapped ? wrapped.BaseObject : InputObject;
        switch (input)
        {
            case SslPeerError error when CheckPaused(error.Socket, error):
                // An error from the pipeline is approved without any other parameter. The other parameters restrict the choice.
                Approve(error.Socket, [error.SslError], pipedIn: true);
                break;
            case QSslSocket socket when Error is null && Thumbprint is null && !All:
                WriteError(SocketErrors.NoErrorChosen(socket));
                break;
            case QSslSocket socket when CheckPaused(socket, socket):
                Approve(socket, socket.SslHandshakeErrors, pipedIn: false);
                break;
            case SslPeerError or QSslSocket:
                break;
            default:
                WriteError(SocketErrors.NeitherSocketNorError(InputObject));
                break;
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        foreach ((QSslSocket socket, List<QSslError> errors) in _approved)
            Guard(socket, () => Resume(socket, errors));
    }

    private bool CheckPaused(QSslSocket socket, object target)
    {
        if (socket.IsPaused)
            return true;
        if (RefuseRemoved(socket, "there is nothing to approve", target))
            return false;
        WriteError(SocketErrors.NothingToApprove(socket, target));
        return false;
    }

    private void Approve(QSslSocket socket, IEnumerable<QSslError> errors, bool pipedIn)
    {
        if (!_approved.TryGetValue(socket, out List<QSslError>? approved))
            _approved.Add(socket, approved = []);
        foreach (QSslError error in errors)
        {
            bool chosen = All || (Error is null ? pipedIn || Thumbprint is not null : Error.Contains(error.Error));
            if (chosen && Thumbprint is not null)
                // An error without a certificate has no thumbprint, and an empty value would match it.
                chosen = !error.Certificate.IsNull
                    && Thumbprint.Any(t => Plain(t).Equals(error.Certificate.Sha256Thumbprint, StringComparison.OrdinalIgnoreCase));
            if (chosen && IsWanted($"{socket.DisplayTarget()}, {error.Certificate.VisibleName}", $"Accept {error.Error}"))
                approved.Add(error);
        }
    }

    /// <summary>Calls ShouldProcess and distinguishes a refusal from -WhatIf.</summary>
    private bool IsWanted(string target, string action)
    {
        bool isWanted = ShouldProcess(
            $"Performing the operation \"{action}\" on target \"{target}\".", $"{action} of {target}?", "Confirm",
                out ShouldProcessReason reason);
        _isRehearsal |= reason == ShouldProcessReason.WhatIf;
        return isWanted;
    }

    private void Resume(QSslSocket socket, List<QSslError> errors)
    {
        // -WhatIf makes no decision.
        if (!socket.IsPaused || _isRehearsal)
            return;
        IReadOnlyList<QSslError> actual = socket.SslHandshakeErrors;
        // An error without a code of its own can be any error. Only -All accepts it.
        string[] open = [.. actual.Where(e => !errors.Contains(e) || (!All && e.Error == SslErrorCode.UnspecifiedError))
            .Select(e => e.Error.ToString()).Distinct()];
        socket.Approve(errors.FindAll(e => All || e.Error != SslErrorCode.UnspecifiedError));
        DriveResult result = Wait(socket, SocketGoal.Encrypted, TimeoutMilliseconds, $"TLS handshake with {socket.DisplayTarget()}");
        if (result == DriveResult.Satisfied)
        {
            if (PassThru)
                WriteObject(socket);
            return;
        }
        if (result == DriveResult.TimedOut)
            socket.FailFromOutside(QSocketError.SocketTimeoutError, socket.DescribeTimeout(SocketGoal.Encrypted, TimeoutMilliseconds));
        WriteError(open.Length > 0
            ? SocketErrors.NotAllApproved(socket, open)
            : ErrorRecords.ForSocket(socket, socket, socket.DisplayTarget()));
    }

    private static string Plain(string thumbprint) =>
        thumbprint.Replace(":", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal).Trim();
}
