using QSslCore.Tls;

namespace QSslCore.Tests.Support;

/// <summary>Skips, by name, a test of what only one backend has; what is true of all is tested in Backends.</summary>
internal static class Needs
{
    public static void OpenSsl()
    {
        if (TlsBackendRegistry.Active.Name != "openssl")
            Assert.Skip($"the active backend is {TlsBackendRegistry.Active.Name}, and this is about openssl");
    }
}
