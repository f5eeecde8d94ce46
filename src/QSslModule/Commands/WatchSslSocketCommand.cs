using System.Diagnostics;
using System.Management.Automation;
using QSslCore;
using QSslCore.Sockets;

namespace QSslModule;

/// <summary>Writes a socket's events as they come, in order, until the connection has ended, a condition holds, or Ctrl+C.</summary>
[Cmdlet(VerbsCommon.Watch, "SslSocket")]
[OutputType(typeof(SslSocketEvent))]
public sealed class WatchSslSocketCommand : SslSocketCmdlet
{
    private int _written;

    /// <summary>Watches without a limit, unless one is given.</summary>
    public WatchSslSocketCommand() => TimeoutSeconds = -1;

    /// <summary>The socket.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Socket")]
    [ConvertsTo<QSslSocket>]
    public override QSslSocket InputObject { get; set; } = null!;

    /// <summary>The events to write, with wildcards; all, unless told.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SocketEventCompleter))]
    public string[] EventName { get; set; } = ["*"];

    /// <summary>Stops when this is so; when the connection has ended, unless told.</summary>
    [Parameter]
    [ConvertsTo<SslWaitCondition>]
    public SslWaitCondition Until { get; set; } = SslWaitCondition.Disconnected;

    /// <summary>Stops after that many events.</summary>
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
            // Whether the handshake pauses is decided after this event: who sees it may want to approve.
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
        // Behind the subscriptions: what came true before them is told by no event any more.
        if ((Until == SslWaitCondition.Connected && InputObject.State == SocketState.ConnectedState)
            || (Until == SslWaitCondition.Encrypted && InputObject.IsEncrypted) || IsStuck())
        {
            return;
        }
        Stopwatch clock = Stopwatch.StartNew();
        DriveResult result;
        do
        {
            // Written outside of the handlers: the next cmdlet may do with the socket what it likes.
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

    /// <summary>A paused handshake goes no further by itself: it is as far as -Until Encrypted can come.</summary>
    private bool IsStuck() => Until == SslWaitCondition.Encrypted && InputObject.IsPaused;
}
