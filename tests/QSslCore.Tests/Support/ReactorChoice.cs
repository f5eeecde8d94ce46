using System.Runtime.CompilerServices;
using QSslCore.Sockets.Native;

namespace QSslCore.Tests.Support;

/// <summary>QSSL_TEST_REACTOR=select runs the tests on Linux with the reactor that Windows and macOS use.</summary>
internal static class ReactorChoice
{
    [ModuleInitializer]
    internal static void Choose()
    {
        if (Environment.GetEnvironmentVariable("QSSL_TEST_REACTOR") == "select")
            AppContext.SetSwitch(SystemNetwork.PortableReactorSwitch, true);
    }
}
