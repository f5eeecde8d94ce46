using System.Runtime.CompilerServices;
using QSslCore;

namespace QSslModule;

/// <summary>The clients of a server that were dropped, until they are asked for: there may be no listener when it happens.</summary>
internal sealed class RefusalLog
{
    private const int Most = 100;

    private static readonly ConditionalWeakTable<QSslServer, RefusalLog> s_logs = [];

    private readonly Queue<string> _refusals = new();

    /// <summary>The log of a server; it is kept from the first time that it is asked for.</summary>
    public static RefusalLog Of(QSslServer server) => s_logs.GetValue(server, static s =>
    {
        RefusalLog log = new();
        s.ErrorOccurred += log.OnRefused;
        return log;
    });

    /// <summary>Takes what has been gathered.</summary>
    public IReadOnlyList<string> Take()
    {
        lock (_refusals)
        {
            string[] taken = [.. _refusals];
            _refusals.Clear();
            return taken;
        }
    }

    private void OnRefused(object? sender, SslServerErrorEventArgs e)
    {
        lock (_refusals)
        {
            if (_refusals.Count == Most)
                _refusals.Dequeue();
            _refusals.Enqueue(e.ErrorString);
        }
    }
}
