namespace QSslModule;

/// <summary>Makes lists of a report's parts.</summary>
public static class SslReportLists
{
    /// <summary>Makes a list.</summary>
    /// <typeparam name="T">The parts.</typeparam>
    /// <param name="parts">The parts.</param>
    public static SslReportList<T> Create<T>(ReadOnlySpan<T> parts)
        where T : class => new(parts.ToArray());
}
