using System.Runtime.CompilerServices;
using QSslCore.Tests.Support;

namespace QSslCore.Tests.Security;

/// <summary>Nothing is left behind: no descriptor after failures, no socket that nobody holds.</summary>
public sealed class LeakTests
{
    [Fact]
    public void Abandoned_encrypted_sockets_are_collected_with_their_native_parts()
    {
        using TlsServer server = new(TestPki.Server);
        server.NewConnection += (_, _) =>
        {
            QSslSocket socket = (QSslSocket)server.NextPendingConnection()!;
            socket.Disconnected += (_, _) => socket.Dispose();
        };
        List<WeakReference> abandoned = Abandon(server);
        Assert.True(SpinWait.SpinUntil(
            () =>
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                return abandoned.All(a => !a.IsAlive);
            },
            20_000), $"{abandoned.Count(a => a.IsAlive)} are alive");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static List<WeakReference> Abandon(TlsServer server)
    {
        List<WeakReference> sockets = [];
        for (int i = 0; i < 100; i++)
        {
            QSslSocket client = new();
            QSslConfiguration configuration = client.SslConfiguration;
            configuration.CaCertificates = [TestPki.Root.Certificate];
            client.SslConfiguration = configuration;
            client.ConnectToHostEncrypted("127.0.0.1", server.ServerPort, TestPki.ServerName);
            Assert.True(client.WaitForEncrypted(10_000), client.ErrorString);
            sockets.Add(new(client));
        }
        return sockets;
    }
}
