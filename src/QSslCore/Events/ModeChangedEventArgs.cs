namespace QSslCore;

/// <summary>Provides the new TLS mode of a socket.</summary>
/// <param name="mode">The new mode.</param>
public sealed class ModeChangedEventArgs(SslMode mode) : SignalEventArgs
{
    /// <summary>The new mode.</summary>
    public SslMode Mode { get; } = mode;
}
