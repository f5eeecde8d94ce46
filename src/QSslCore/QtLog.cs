using System.Diagnostics;

namespace QSslCore;

/// <summary>Where the library warns: <see cref="QSslWarnings"/>, and a trace source named <c>QSslCore</c>.</summary>
internal static class QtLog
{
    public static TraceSource Source { get; } = new("QSslCore", SourceLevels.Warning);

    /// <summary>Warns about an operation without an object of its own, on the thread that asked for it.</summary>
    public static void Warn(string message) => Warn(null, message);

    /// <summary>Warns about an object. Any thread.</summary>
    /// <param name="about">The socket or server whose warning it is; null for none.</param>
    /// <param name="message">What is wrong, as a sentence.</param>
    public static void Warn(object? about, string message)
    {
        Source.TraceEvent(TraceEventType.Warning, 0, message);
        QSslWarnings.Raise(about, message);
    }
}
