namespace QSslCore.Tls.Platform;

// Secure Transport, up to TLS 1.2.
internal sealed partial class PlatformBackend
{
    private static (long Number, string Text) SecureTransportVersion => (0, $"Secure Transport, macOS {Environment.OSVersion.Version}");
}
