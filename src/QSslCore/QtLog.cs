using System.Diagnostics;

namespace QSslCore;

/// <summary>Where Qt would print a warning: a trace source named <c>QSslCore</c>, which a host may listen to.</summary>
internal static class QtLog
{
    public static TraceSource Source { get; } = new("QSslCore", SourceLevels.Warning);

    public static void Warn(string message) => Source.TraceEvent(TraceEventType.Warning, 0, message);
}
