using System.Management.Automation;
using QSslCore;

namespace QSslModule;

// A failure with one input is an error of this cmdlet. An exception from the rest of the pipeline is not.
public abstract partial class SslCmdlet
{
    private readonly WarningBox _warnings = new();
    private Exception? _downstream;

    /// <summary>Runs an action for one input. An expected failure becomes an error, and the cmdlet continues with the next
    /// input.</summary>
    private protected void Guard(object? target, Action action)
    {
        try
        {
            RunWithWarnings(target, action);
        }
        catch (MaterialException e)
        {
            WriteError(e.Record);
        }
        catch (ObjectDisposedException e) when (e != _downstream)
        {
            WriteError(ErrorRecords.ForRemoved(target, "Nothing can be done", e));
        }
        catch (RuntimeException e) when (e != _downstream && e is not PipelineStoppedException and not ActionPreferenceStopException)
        {
            WriteError(SocketErrors.HandlerFailed(target, e));
        }
    }

    /// <summary>Runs an action and writes the warnings of the library: those that the action causes, and those about the
    /// target.</summary>
    private protected void RunWithWarnings(object? target, Action action)
    {
        int outer = _narrations.Count;
        if (target is not null && Unwrapped(target) is QAbstractSocket or QTcpServer)
            Adopt(Unwrapped(target));
        try
        {
            using CoreWarnings.Scope scope = CoreWarnings.Enter(_warnings);
            action();
        }
        finally
        {
            EndNarrations(outer);
            WriteWarnings();
            WriteTrace();
        }
    }

    /// <summary>Receives the warnings about a socket or a server while this cmdlet runs, on whatever thread they are raised.</summary>
    private protected void Adopt(object about)
    {
        CoreWarnings.Adopt(about, _warnings);
        if (about is QSslSocket socket)
            Follow(socket);
    }

    /// <summary>Returns a box for the warnings about one of many targets. They are written with its name.</summary>
    private protected WarningBox WarningsOf(string target) => new(_warnings, target);

    /// <summary>Writes the pending warnings.</summary>
    private protected void WriteWarnings()
    {
        foreach (string warning in _warnings.Take())
            WriteWarning(ParameterNames.In(warning));
    }

    // The next commands of the pipeline run inside a write, and their exceptions come out of it. The same applies to redirection (2>&1).

    /// <summary>Writes a value.</summary>
    private protected new void WriteObject(object? value)
    {
        WriteTrace();
        try
        {
            base.WriteObject(value);
        }
        catch (Exception e) when (Passes(e))
        {
        }
    }

    /// <summary>Writes a value, or each element of one.</summary>
    private protected new void WriteObject(object? value, bool enumerateCollection)
    {
        WriteTrace();
        try
        {
            base.WriteObject(value, enumerateCollection);
        }
        catch (Exception e) when (Passes(e))
        {
        }
    }

    /// <summary>Writes an error.</summary>
    private protected new void WriteError(ErrorRecord record)
    {
        WriteTrace();
        try
        {
            base.WriteError(record);
        }
        catch (Exception e) when (Passes(e))
        {
        }
    }

    /// <summary>Writes a warning.</summary>
    internal new void WriteWarning(string text)
    {
        try
        {
            base.WriteWarning(VisibleText.OfLines(text));
        }
        catch (Exception e) when (Passes(e))
        {
        }
    }

    /// <summary>Remembers that the exception comes from the pipeline, and does not catch it.</summary>
    private bool Passes(Exception e)
    {
        _downstream = e;
        return false;
    }
}
