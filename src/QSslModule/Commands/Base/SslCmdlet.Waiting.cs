using System.Diagnostics;
using System.Management.Automation;
using QSslCore;
using QSslCore.Sockets;

namespace QSslModule;

// Waits with progress, while the actions of Register-ObjectEvent continue to run.
public abstract partial class SslCmdlet
{
    private static readonly TimeSpan s_progressAfter = TimeSpan.FromSeconds(1);

    private readonly Stopwatch _progressWatch = new();
    private ScriptBlock? _pump;
    private bool _progressShown;

    /// <summary>The time limit in seconds; -1 means no limit. Cmdlets that wait have a parameter for it.</summary>
    private protected virtual double Limit => -1;

    private protected int TimeoutMilliseconds => Limit < 0 ? -1 : (int)(Limit * 1000);

    /// <summary>Returns the rest of the time limit that started with <paramref name="watch"/>.</summary>
    private protected int Remaining(Stopwatch watch) =>
        Limit < 0 ? -1 : (int)Math.Max(0, TimeoutMilliseconds - watch.ElapsedMilliseconds);

    /// <summary>
    /// Determines whether the time limit that started with <paramref name="watch"/> is over. A wait that finds its goal reached does not
    /// check the time, so each loop that waits for its own condition must call this method.
    /// </summary>
    private protected bool HasPassed(Stopwatch watch) => Remaining(watch) == 0;

    /// <summary>Waits on a socket. Throws <see cref="PipelineStoppedException"/> if the pipeline is stopped.</summary>
    private protected DriveResult Wait(QSslSocket socket, SocketGoal goal, int milliseconds, string activity,
        Func<bool>? interrupted = null) =>
        Run(() => socket.Drive(goal, milliseconds, () => Idle(activity), interrupted, StopToken));

    private protected DriveResult Wait(QTcpServer server, int milliseconds, string activity) =>
        Run(() => server.Drive(milliseconds, () => Idle(activity), StopToken));

    private DriveResult Run(Func<DriveResult> wait)
    {
        _progressWatch.Restart();
        try
        {
            return wait();
        }
        catch (OperationCanceledException)
        {
            throw new PipelineStoppedException();
        }
        finally
        {
            EndProgress();
            if (!StopToken.IsCancellationRequested)
                WriteTrace();
        }
    }

    /// <summary>Runs about every 100 ms of a wait, on the thread of the pipeline.</summary>
    /// <param name="activity">What the cmdlet waits for.</param>
    /// <param name="share">The progress and the estimated end; null if they are not known.</param>
    private protected void Idle(string activity, ProgressShare? share = null)
    {
        if (!StopToken.IsCancellationRequested)
            WriteTrace();
        if (!_progressWatch.IsRunning)
            _progressWatch.Start();
        if (_progressWatch.Elapsed > s_progressAfter && !StopToken.IsCancellationRequested)
        {
            _progressShown = true;
            WriteProgress(new ProgressRecord(1, activity, $"{_progressWatch.Elapsed.TotalSeconds:0} s")
            {
                PercentComplete = share?.Percent ?? -1,
                SecondsRemaining = share?.SecondsLeft ?? -1,
            });
        }
        // Actions run only between statements. A few statements let them run while this cmdlet occupies the thread. The attribute hides the
        // statements from debuggers and traces.
        _pump ??= ScriptBlock.Create("[System.Diagnostics.DebuggerHidden()] param() foreach ($i in 1..3) { $null }");
        _pump.Invoke();
    }

    private protected void EndProgress()
    {
        if (!_progressShown || StopToken.IsCancellationRequested)
            return;
        _progressShown = false;
        WriteProgress(new ProgressRecord(1, "TLS", "done") { RecordType = ProgressRecordType.Completed });
    }
}
