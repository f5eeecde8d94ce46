namespace QSslCore.Tls.Platform;

/// <summary>The platform's errors in words, and the alerts behind them.</summary>
internal static partial class PlatformFailures
{
    /// <summary>What an exception says, as a sentence part, and the alert from the peer that it tells of.</summary>
    public static (string Text, AlertType? FromPeer) Describe(Exception exception)
    {
        Exception root = exception.GetBaseException();
        (string text, AlertType? alert) = OperatingSystem.IsWindows() ? FromStatus(root) : FromLibrary(root);
        return (text.TrimEnd('.', ' '), alert);
    }
}
