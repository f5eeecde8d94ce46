using System.Management.Automation;
using QSslCore;

namespace QSslModule;

/// <summary>What all cmdlets of the module share: ending promptly at Ctrl+C.</summary>
public abstract partial class SslCmdlet : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stop = new();

    /// <summary>Cancelled when the pipeline is stopped.</summary>
    private protected CancellationToken StopToken => _stop.Token;

    /// <summary>Called on another thread while the cmdlet still runs: it only signals.</summary>
    protected override void StopProcessing()
    {
        try
        {
            _stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The engine may dispose of a cmdlet while it is being stopped.
        }
    }

    /// <summary>Frees what the cmdlet holds.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees what the cmdlet holds.</summary>
    /// <param name="disposing">True from <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (!disposing)
            return;
        _warnings.Close();
        _stop.Dispose();
    }

    /// <summary>A socket that was removed can do nothing any more; the error says so.</summary>
    /// <param name="socket">The socket.</param>
    /// <param name="what">What cannot be for that, as the beginning of a sentence.</param>
    /// <param name="target">What the error is about, if not the socket.</param>
    private protected bool RefuseRemoved(QSslSocket socket, string what, object? target = null)
    {
        if (socket.IsDisposed)
            WriteError(ErrorRecords.ForRemoved(target ?? socket, $"{socket.DisplayTarget()}: {what}"));
        return socket.IsDisposed;
    }

    /// <summary>Tells whether the caller gave a parameter.</summary>
    private protected bool IsGiven(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);

    private protected static object Unwrapped(object value) => value is PSObject wrapped ? wrapped.BaseObject : value;
}
