namespace QSslCore.Tls.Platform;

/// <summary>Describes the platform's errors in words, with the alerts that caused them.</summary>
internal static partial class PlatformFailures
{
    /// <summary>Returns the reason of an exception, as a sentence part, and the peer's alert that it reports.</summary>
    public static (string Text, AlertType? FromPeer) Describe(Exception exception)
    {
        Exception root = exception.GetBaseException();
        (string text, AlertType? alert) = OperatingSystem.IsWindows() ? FromStatus(root) : FromLibrary(root);
        return (text.TrimEnd('.', ' '), alert);
    }
}
