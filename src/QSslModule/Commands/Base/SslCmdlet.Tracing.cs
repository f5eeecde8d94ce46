using System.Management.Automation;
using QSslCore;
using QSslCore.Sockets;

namespace QSslModule;

// -Verbose and -Debug: the phases of the connections that the cmdlet works on.
public abstract partial class SslCmdlet
{
    private readonly TraceBox _trace = new();
    private readonly List<IDisposable> _narrations = [];
    private bool? _isTraced;
    private bool _isVerbose;

    /// <summary>The lines about the connections; null if they are not shown.</summary>
    private protected TraceBox? TraceLines
    {
        get
        {
            if (_isTraced is null)
            {
                _isVerbose = IsShown("Verbose", "VerbosePreference");
                _isTraced = _isVerbose || IsShown("Debug", "DebugPreference");
            }
            return _isTraced.Value ? _trace : null;
        }
    }

    /// <summary>Makes a socket report its phases to this cmdlet until the action ends.</summary>
    private void Follow(QSslSocket socket)
    {
        if (TraceLines is not null || socket.Narrator is not null)
            _narrations.Add(new SocketNarration(socket, TraceLines));
    }

    private void EndNarrations(int from)
    {
        for (int i = _narrations.Count - 1; i >= from; i--)
            _narrations[i].Dispose();
        _narrations.RemoveRange(from, _narrations.Count - from);
    }

    /// <summary>Writes the pending lines in order.</summary>
    private protected void WriteTrace()
    {
        while (_isTraced == true && _trace.TryTake(out TraceLine line))
        {
            string text = VisibleText.OfLines(line.Text);
            try
            {
                // With -Debug alone, PowerShell would ask at each verbose message whether to continue.
                if (line.IsDetail || !_isVerbose)
                    WriteDebug(text);
                else
                    WriteVerbose(text);
            }
            catch (Exception e) when (Passes(e))
            {
            }
        }
    }

    /// <summary>Adds a line about a connection from the cmdlet itself.</summary>
    private protected void Tell(string target, string text) => TraceLines?.Put(new(false, $"{VisibleText.Of(target)}: {text}"));

    /// <summary>Determines from the parameter, or otherwise from the preference, whether the stream is shown.</summary>
    private bool IsShown(string parameter, string preference)
    {
        if (MyInvocation.BoundParameters.TryGetValue(parameter, out object? given))
            return LanguagePrimitives.IsTrue(given);
        return LanguagePrimitives.TryConvertTo(GetVariableValue(preference), out ActionPreference action)
            && action is not (ActionPreference.SilentlyContinue or ActionPreference.Ignore);
    }
}
