namespace QSslCore.Tests.Support;

/// <summary>The ways to use a socket.</summary>
public enum TrafficStyle
{
    /// <summary>Event handlers, called by the event loop.</summary>
    Events,

    /// <summary>Blocking waits on one thread.</summary>
    Blocking,

    /// <summary>Async methods, with one reader and one writer at the same time.</summary>
    Async,

    /// <summary>Async methods of <see cref="QAbstractSocket.AsStream"/>.</summary>
    Stream,
}
