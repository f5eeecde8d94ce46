using System.Diagnostics;

namespace QSslCore.Tests.Support;

/// <summary>The warnings that this thread has caused since the construction.</summary>
internal sealed class Warnings : TraceListener
{
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private readonly List<string> _messages = [];

    public Warnings() => QtLog.Source.Listeners.Add(this);

    /// <summary>Returns the warnings since the last call.</summary>
    public string[] Take()
    {
        string[] messages = [.. _messages];
        _messages.Clear();
        return messages;
    }

    public override void TraceEvent(TraceEventCache? eventCache, string source, TraceEventType eventType, int id, string? message)
    {
        if (Environment.CurrentManagedThreadId == _thread)
            _messages.Add(message ?? "");
    }

    public override void Write(string? message)
    {
    }

    public override void WriteLine(string? message)
    {
    }

    protected override void Dispose(bool disposing)
    {
        QtLog.Source.Listeners.Remove(this);
        base.Dispose(disposing);
    }
}
