using System.Management.Automation;
using QSslCore;

namespace QSslModule;

// What goes wrong with one input is an error of this cmdlet; what the rest of the pipeline throws is not.
public abstract partial class SslCmdlet
{
    private readonly WarningBox _warnings = new();
    private Exception? _downstream;

    /// <summary>Does something for one input: what goes wrong there in an expected way is an error, and the next input has its
    /// turn.</summary>
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

    /// <summary>Writes the library's warnings beside what the action writes itself: those that it causes, and those about the
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

    /// <summary>While this cmdlet runs, it writes the warnings about a socket or a server, whichever thread they are born on.</summary>
    private protected void Adopt(object about)
    {
        CoreWarnings.Adopt(about, _warnings);
        if (about is QSslSocket socket)
            Follow(socket);
    }

    /// <summary>Where warnings about one of many targets go, to be written with its name.</summary>
    private protected WarningBox WarningsOf(string target) => new(_warnings, target);

    /// <summary>Writes the warnings that have come.</summary>
    private protected void WriteWarnings()
    {
        foreach (string warning in _warnings.Take())
            WriteWarning(warning);
    }

    // The commands that come next run inside of a write, and what they throw comes out of it. Redirection (2>&1) leads there, too.

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

    /// <summary>Notes whose exception it is, and catches nothing.</summary>
    private bool Passes(Exception e)
    {
        _downstream = e;
        return false;
    }
}
