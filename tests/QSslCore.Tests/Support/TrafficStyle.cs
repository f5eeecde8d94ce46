namespace QSslCore.Tests.Support;

/// <summary>The ways to use a socket.</summary>
public enum TrafficStyle
{
    /// <summary>Handlers of its events, called by the event loop.</summary>
    Events,

    /// <summary>Its waits, on one thread.</summary>
    Blocking,

    /// <summary>Its awaited calls, one that reads and one that writes at the same time.</summary>
    Async,

    /// <summary>The same through <see cref="QAbstractSocket.AsStream"/>.</summary>
    Stream,
}
