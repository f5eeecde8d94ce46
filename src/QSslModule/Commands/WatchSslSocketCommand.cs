using System.Diagnostics;
using System.Management.Automation;
using QSslCore;
using QSslCore.Sockets;

namespace QSslModule;

/// <summary>Returns the events of a socket as they occur, in order, until the connection ends, a condition is met, or Ctrl+C.</summary>
[Cmdlet(VerbsCommon.Watch, "SslSocket")]
[OutputType(typeof(SslSocketEvent))]
public sealed class WatchSslSocketCommand : SslSocketCmdlet
{
    private int _written;

    /// <summary>Creates the cmdlet. By default it has no time limit.</summary>
    public WatchSslSocketCommand() => TimeoutSeconds = -1;

    /// <summary>The socket.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Socket")]
    [ConvertsTo<QSslSocket>]
    public override QSslSocket InputObject { get; set; } = null!;

    /// <summary>The events to return, with wildcards. The default is all events.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SocketEventCompleter))]
    public string[] EventName { get; set; } = ["*"];

    /// <summary>Stops when this condition is met. The default is the end of the connection.</summary>
    [Parameter]
    [ConvertsTo<SslWaitCondition>]
    public SslWaitCondition Until { get; set; } = SslWaitCondition.Disconnected;

    /// <summary>Stops after this number of events.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    [ConvertsTo<int>]
    public int Count { get; set; } = int.MaxValue;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (InputObject.State == SocketState.UnconnectedState)
        {
            WriteNotConnected(InputObject, "there is nothing to watch");
            return;
        }
        Guard(InputObject, Watch);
    }

    private void Watch()
    {
        WildcardPattern[] patterns = [.. EventName.Select(n => WildcardPattern.Get(n, WildcardOptions.IgnoreCase))];
        string last = Until.ToString();
        bool reached = false;
        bool isJudged = true;
        Queue<SslSocketEvent> seen = new();
        using SocketWatch watch = new(InputObject, (name, detail, e) =>
        {
            reached |= name == last;
            // The handshake pauses only after this event. The receiver of the event may want to approve the errors.
            isJudged = name != nameof(InputObject.SslErrors) || !InputObject.PauseMode.HasFlag(PauseModes.PauseOnSslErrors);
            if (Array.Exists(patterns, p => p.IsMatch(name)))
                seen.Enqueue(new(InputObject, InputObject.DisplayTarget(), name, detail, e));
        });
        if (Array.Find(patterns, p => !watch.Names.Any(p.IsMatch)) is { } stray)
        {
            string name = EventName[Array.IndexOf(patterns, stray)];
            WriteError(SocketErrors.UnknownEvent(name));
            return;
        }
        // Check after the subscription: an event that occurred before it is not reported.
        if ((Until == SslWaitCondition.Connected && InputObject.State == SocketState.ConnectedState)
            || (Until == SslWaitCondition.Encrypted && InputObject.IsEncrypted) || IsStuck())
        {
            return;
        }
        Stopwatch clock = Stopwatch.StartNew();
        DriveResult result;
        do
        {
            // Write outside of the event handlers, because the next cmdlet may use the socket in any way.
            result = Wait(
                InputObject, SocketGoal.Disconnected, Remaining(clock), $"Watching {InputObject.DisplayTarget()}", () => reached
                    || IsStuck() || (seen.Count > 0 && (isJudged || InputObject.IsPaused)));
            while (seen.TryDequeue(out SslSocketEvent? e))
            {
                WriteObject(e);
                if (++_written >= Count)
                    return;
            }
        }
        while (result == DriveResult.Satisfied && !reached && !IsStuck() && !HasPassed(clock)
            && InputObject.State != SocketState.UnconnectedState);
    }

    /// <summary>Whether the handshake is paused. It does not continue by itself, so -Until Encrypted cannot get any further.</summary>
    private bool IsStuck() => Until == SslWaitCondition.Encrypted && InputObject.IsPaused;
}
