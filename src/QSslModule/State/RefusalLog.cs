using System.Runtime.CompilerServices;
using QSslCore;

namespace QSslModule;

/// <summary>Keeps the clients that a server dropped until a cmdlet reads them. There may be no listener when a client is dropped.</summary>
internal sealed class RefusalLog
{
    private const int Most = 100;

    private static readonly ConditionalWeakTable<QSslServer, RefusalLog> s_logs = [];

    private readonly Queue<string> _refusals = new();

    /// <summary>Returns the log of a server. The log starts when it is first requested.</summary>
    public static RefusalLog Of(QSslServer server) => s_logs.GetValue(server, static s =>
    {
        RefusalLog log = new();
        s.ErrorOccurred += log.OnRefused;
        return log;
    });

    /// <summary>Returns the entries and removes them from the log.</summary>
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
