using System.Management.Automation;
using QSslCore;

namespace QSslModule;

/// <summary>The base class of all cmdlets of the module. It ends them promptly on Ctrl+C.</summary>
public abstract partial class SslCmdlet : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stop = new();

    /// <summary>Canceled when the pipeline is stopped.</summary>
    private protected CancellationToken StopToken => _stop.Token;

    /// <summary>Runs on another thread while the cmdlet still works. It only sends a signal.</summary>
    protected override void StopProcessing()
    {
        try
        {
            _stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // PowerShell may dispose a cmdlet while it is being stopped.
        }
    }

    /// <summary>Releases the resources of the cmdlet.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases the resources of the cmdlet.</summary>
    /// <param name="disposing">True from <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (!disposing)
            return;
        _warnings.Close();
        _stop.Dispose();
    }

    /// <summary>Determines whether a socket was removed. If so, writes an error.</summary>
    /// <param name="socket">The socket.</param>
    /// <param name="what">What is not possible because of it, as the beginning of a sentence.</param>
    /// <param name="target">The target of the error if it is not the socket.</param>
    private protected bool RefuseRemoved(QSslSocket socket, string what, object? target = null)
    {
        if (socket.IsDisposed)
            WriteError(ErrorRecords.ForRemoved(target ?? socket, $"{socket.DisplayTarget()}: {what}"));
        return socket.IsDisposed;
    }

    /// <summary>Determines whether the caller gave a parameter.</summary>
    private protected bool IsGiven(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);

    private protected static object Unwrapped(object value) => value is PSObject wrapped ? wrapped.BaseObject : value;
}
