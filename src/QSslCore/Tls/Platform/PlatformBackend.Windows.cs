namespace QSslCore.Tls.Platform;

// Schannel has no version of its own, so this is the version of Windows.
internal sealed partial class PlatformBackend
{
    private const int FirstBuildWithTls13 = 20348;

    private static bool SchannelHasTls13 => Environment.OSVersion.Version is { Major: > 10 }
        or { Major: 10, Build: >= FirstBuildWithTls13 };

    private static (long Number, string Text) SchannelVersion
    {
        get
        {
            Version version = Environment.OSVersion.Version;
            return (((long)version.Major << 24) | ((long)version.Minor << 16) | (uint)version.Build, $"Secure Channel, Windows {version}");
        }
    }
}
