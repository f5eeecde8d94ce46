using QSslCore.Probing.Catalog;
using QSslCore.Probing.Responders;

namespace QSslModule;

/// <summary>The values of -Misbehave that create a server with a weakness, for tests of scanners.</summary>
internal static class ServerWeaknesses
{
    private static readonly Dictionary<SslServerFault, WeakServer> s_servers = new()
    {
        [SslServerFault.Heartbleed] = new() { HasHeartbleed = true },
        [SslServerFault.CcsInjection] = new() { TakesEarlyChange = true },
        [SslServerFault.Compression] = new() { Compresses = true },
        [SslServerFault.InsecureRenegotiation] = new() { LacksRenegotiationInfo = true },
        [SslServerFault.Ssl2] = new() { Suites = new Dictionary<int, int[]> { [TlsVersion.Ssl2] = [0x010080, 0x020080, 0x0700C0] } },
        [SslServerFault.Ssl3] = new() { Suites = new Dictionary<int, int[]> { [TlsVersion.Ssl3] = [0x002F, 0x0005] } },
        [SslServerFault.Rc4Cipher] = new() { Suites = WeakServer.Classic(0x0005, 0x0004) },
        [SslServerFault.NullCipher] = new() { Suites = WeakServer.Classic(0x0002) },
        [SslServerFault.AnonymousCipher] = new() { Suites = WeakServer.Classic(0x0034) },
        [SslServerFault.ExportCipher] = new() { Suites = WeakServer.Classic(0x0003, 0x0014) },
        [SslServerFault.SmallPrime] = new() { Suites = WeakServer.Classic(0x0033) },
    };

    /// <summary>Returns the weak server of a fault, or null for other kinds of faults.</summary>
    public static WeakServer? Find(SslServerFault fault) => s_servers.GetValueOrDefault(fault);
}
