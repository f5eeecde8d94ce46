using System.Diagnostics;
using QSslCore;

namespace QSslModule;

/// <summary>Makes the core's warnings, which go to its trace source, warnings of the cmdlet that caused them.</summary>
internal sealed class CoreWarnings : TraceListener
{
    [ThreadStatic]
    private static Scope? t_scope;

    /// <summary>Installs the listener, once a process.</summary>
    public static void Install()
    {
        lock (QtLog.Source)
        {
            if (!QtLog.Source.Listeners.OfType<CoreWarnings>().Any())
                QtLog.Source.Listeners.Add(new CoreWarnings());
        }
    }

    /// <summary>What this thread causes from now on is written by the cmdlet when the result is disposed of.</summary>
    public static Scope For(SslCmdlet cmdlet) => t_scope = new(cmdlet, t_scope);

    public override void TraceEvent(TraceEventCache? eventCache, string source, TraceEventType eventType, int id, string? message) =>
        t_scope?.Messages.Enqueue(message ?? "");

    public override void Write(string? message)
    {
    }

    public override void WriteLine(string? message)
    {
    }

    /// <summary>One cmdlet at work; handlers of its own may nest others.</summary>
    public sealed class Scope(SslCmdlet cmdlet, Scope? outer) : IDisposable
    {
        public Queue<string> Messages { get; } = new();

        public void Dispose()
        {
            t_scope = outer;
            while (Messages.TryDequeue(out string? message))
                cmdlet.WriteWarning(message);
        }
    }
}
