using System.Collections.Concurrent;
using System.Diagnostics.Tracing;
using System.Globalization;

namespace QSslCore.Tests.Support;

/// <summary>The events of the library's event source since the construction, of all sockets.</summary>
internal sealed class HeardEvents : EventListener
{
    private readonly ConcurrentQueue<HeardEvent> _all = new();

    public HeardEvents() => EnableEvents(QSslCore.Sockets.SocketEventSource.Log, EventLevel.Verbose);

    /// <summary>Returns the events of the socket that connected to a target, in order.</summary>
    public HeardEvent[] Of(string target) => [.. _all.Where(one => one.Target == target)];

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (eventData.EventSource.Name != "QSslCore" || eventData.Payload is not [long id, string target, ..])
            return;
        _all.Enqueue(new(
            eventData.EventName!, id, target,
            string.Join(" ", eventData.Payload.Skip(2).Select(value => Convert.ToString(value, CultureInfo.InvariantCulture)))));
    }
}
