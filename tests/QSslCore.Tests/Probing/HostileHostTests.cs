using System.Net;
using System.Net.Sockets;
using QSslCore.Probing.Catalog;
using QSslCore.Probing.Messages;

namespace QSslCore.Tests.Probing;

/// <summary>Whole runs against servers that mean harm: each ends within the limit and with bounded memory, and tells nothing as
/// good.</summary>
public sealed class HostileHostTests(ITestOutputHelper output)
{
    private const long MaxAllocated = 256L << 20;
    private const int PieceLength = 64 << 10;

    private static readonly byte[] s_hello = TlsRecord.Write(
        22, 0x0303, ModelServer.Hello(0x0303, [], 0xC02F, 0, [], Guid.NewGuid().ToByteArray()));

    /// <summary>What a server does with a connection, once its first bytes came.</summary>
    private static readonly Dictionary<string, Func<Socket, CancellationToken, Task>> s_hosts = new()
    {
        ["closes"] = (_, _) => Task.CompletedTask,
        ["resets"] = (socket, _) =>
        {
            socket.LingerState = new(true, 0);
            return Task.CompletedTask;
        },
        ["is silent"] = (_, end) => Task.Delay(Timeout.Infinite, end),
        ["drips"] = async (socket, end) =>
        {
            for (int i = 0; ; i = (i + 1) % s_hello.Length)
            {
                await socket.SendAsync(s_hello.AsMemory(i, 1), end);
                await Task.Delay(100, end);
            }
        },
        ["sends warnings for ever"] = (socket, end) => ForEverAsync(socket, TlsRecord.Write(21, 0x0303, [1, 112]), end),
        ["sends empty records for ever"] = (socket, end) => ForEverAsync(socket, TlsRecord.Write(22, 0x0303, []), end),
        ["sends hellos for ever"] = (socket, end) => ForEverAsync(socket, s_hello, end),
        ["sends data for ever"] = (socket, end) => ForEverAsync(socket, TlsRecord.Write(23, 0x0303, new byte[16000]), end),
        ["sends garbage for ever"] = (socket, end) => ForEverAsync(socket, [.. Enumerable.Range(1, 997).Select(i => (byte)(i * 91))], end),
        ["sends zeros for ever"] = (socket, end) => ForEverAsync(socket, new byte[8192], end),
        ["sends a certificate of 16 MB"] = async (socket, end) =>
        {
            byte[] whole = [11, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFC, 0xFF, 0xFF, 0xF9];
            await socket.SendAsync((byte[])[.. s_hello, .. TlsRecord.Write(22, 0x0303, whole)], end);
            await ForEverAsync(socket, TlsRecord.Write(22, 0x0303, new byte[16384]), end);
        },
        ["claims lengths that are wrong"] = async (socket, end) =>
            await socket.SendAsync((byte[])[22, 3, 3, 0x3F, 0xFF, 2, 0xFF, 0xFF, 0xFF, .. s_hello], end),
        ["contradicts itself"] = async (socket, end) =>
            await socket.SendAsync((byte[])[.. s_hello, .. TlsRecord.Write(21, 0x0303, [2, 40]), .. s_hello], end),
        ["glues an end to its hello"] = async (socket, end) => await socket.SendAsync(
            (byte[])[.. s_hello, .. TlsRecord.Write(22, 0x0303, [14, 0, 0, 0, 2, 0, 0, 0]), .. s_hello], end),
        ["chooses what was not offered"] = async (socket, end) => await socket.SendAsync(TlsRecord.Write(
            22, 0x0303, ModelServer.Hello(0x0303, [], 0x1234, 0, [], Guid.NewGuid().ToByteArray())), end),
        ["speaks another protocol"] = async (socket, end) => await socket.SendAsync("SSH-2.0-server\r\n"u8.ToArray(), end),
    };

    public static TheoryData<string> Hosts => [.. s_hosts.Keys];

    [Theory, MemberData(nameof(Hosts))]
    public async Task Nothing_is_told_as_good(string host)
    {
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        Task serving = ServeAsync(listener, s_hosts[host], end.Token);
        HostSurvey survey = new("127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port)
        {
            PeerName = "server.test", AnswerTimeout = TimeSpan.FromMilliseconds(300), Timeout = TimeSpan.FromSeconds(8),
        };
        // Other tests allocate at the same time, so the least of a few surveys counts.
        SslHostProfile profile;
        long allocated;
        int surveys = 0;
        do
        {
            long before = GC.GetTotalAllocatedBytes();
            profile = await survey.RunAsync(TestContext.Current.CancellationToken);
            allocated = GC.GetTotalAllocatedBytes() - before;
        }
        while (allocated >= MaxAllocated && ++surveys < 4);
        await end.CancelAsync();
        await serving;
        output.WriteLine($"{profile.Failure} {profile.Duration.TotalSeconds:0.0} s, {allocated >> 20} MB, {profile.Connections}");

        Assert.NotEmpty(profile.Failure);
        Assert.Equal(TlsVersion.All.Count, profile.Protocols.Length);
        Assert.All(profile.Protocols, row => Assert.Equal(("Unknown", true), (row.Status, row.Reason.Length > 0)));
        Assert.DoesNotContain(profile.Weaknesses, weakness => weakness.Status == "NotVulnerable");
        Assert.True(profile.Duration < TimeSpan.FromSeconds(20), $"{profile.Duration}");
        Assert.True(allocated < MaxAllocated, $"{allocated >> 20} MB");
    }

    private static async Task ForEverAsync(Socket socket, byte[] piece, CancellationToken end)
    {
        byte[] many = [.. Enumerable.Repeat(piece, 1 + PieceLength / piece.Length).SelectMany(each => each)];
        while (true)
            await socket.SendAsync(many, end);
    }

    private static async Task ServeAsync(TcpListener listener, Func<Socket, CancellationToken, Task> treat, CancellationToken end)
    {
        List<Task> clients = [];
        try
        {
            while (true)
                clients.Add(TreatAsync(await listener.AcceptSocketAsync(end), treat, end));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(clients);
        }
    }

    private static async Task TreatAsync(Socket socket, Func<Socket, CancellationToken, Task> treat, CancellationToken end)
    {
        using (socket)
        {
            try
            {
                await socket.ReceiveAsync(new byte[4096], end);
                await treat(socket, end);
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException)
            {
                // The survey has hung up, or is over.
            }
        }
    }
}
