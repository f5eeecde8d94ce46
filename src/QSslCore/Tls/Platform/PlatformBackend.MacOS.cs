namespace QSslCore.Tls.Platform;

/// <content>Secure Transport, up to TLS 1.2.</content>
internal sealed partial class PlatformBackend
{
    private static (long Number, string Text) SecureTransportVersion => (0, $"Secure Transport, macOS {Environment.OSVersion.Version}");
}
