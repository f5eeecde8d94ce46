using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using QSslBench.Clients;
using QSslBench.Peers;
using QSslCore;

namespace QSslBench;

/// <summary>A server of ours with clients that are connected and idle; then all of them ask at once, and a tenth are hostile.</summary>
/// <param name="Clients">How many there are.</param>
/// <param name="Hostile">How many of them are hostile.</param>
/// <param name="BytesEach">What the server's process holds for each idle one, beside the kernel's part.</param>
/// <param name="Answers">How long each good one waited for its answer, in milliseconds.</param>
internal sealed record WaitingCrowd(int Clients, int Hostile, double BytesEach, IReadOnlyList<double> Answers)
{
    private const int LongCount = 9_000;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    public static void Measure(Participants participants, Options options, Findings findings)
    {
        int count = options.Rows.Contains("waiting-long") ? LongCount : options.Quick ? 200 : 2_000;
        Console.WriteLine($"{count} clients wait, then all ask at once …");
        using WorkerProcess server = participants.StartServer(Variant.Servers[0]);
        findings.Waiting.Add(RunAsync(participants.TargetOf(server), server, count).GetAwaiter().GetResult());
    }

    private static async Task<WaitingCrowd> RunAsync(Target target, WorkerProcess server, int count)
    {
        // What the first ones make the server load and compile is not theirs.
        List<QSslSocket> idle = await OpenAsync(target, 50);
        long before = server.Do("memory", 0).Wall;
        List<QSslSocket> crowd = await OpenAsync(target, count);
        double each = (double)(server.Do("memory", 0).Wall - before) / count;

        ConcurrentBag<double> answers = [];
        byte[] question = [.. Target.Request('p', 1), (byte)'x'];
        using CancellationTokenSource limit = new(s_patience);
        List<Task> asked = [];
        for (int i = 0; i < count; i++)
        {
            QSslSocket socket = crowd[i];
            int kind = i / 10 % 5;
            bool isHostile = i % 10 == 0;
            asked.Add(Task.Run(() => isHostile ? Misbehave(socket, target.Port, kind) : AskAsync(socket)));
        }
        await Task.WhenAll(asked);
        idle.Concat(crowd).ToList().ForEach(socket => socket.Dispose());
        return new(count, (count + 9) / 10, each, [.. answers]);

        async Task AskAsync(QSslSocket socket)
        {
            long started = Stopwatch.GetTimestamp();
            try
            {
                await socket.WriteAsync(question, limit.Token);
                if (await socket.ReadAsync(new byte[1], limit.Token) == 1)
                    answers.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }
            catch (Exception e) when (e is OperationCanceledException or QSslSocketException or IOException)
            {
                // The table says how many were answered.
                Console.WriteLine($"  not answered: {e.Message}");
            }
        }
    }

    /// <summary>Silent, cut, garbage before TLS, half a question, or a flood that reads no answer.</summary>
    private static async Task Misbehave(QSslSocket socket, int port, int kind)
    {
        switch (kind)
        {
            case 1:
                socket.Abort();
                break;
            case 2:
                using (Socket plain = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp))
                {
                    await plain.ConnectAsync(IPAddress.Loopback, port);
                    await plain.SendAsync(new byte[10_000]);
                }
                break;
            case 3:
                await socket.WriteAsync(Target.Request('p', 1).AsMemory(0, 4));
                break;
            case 4:
                await socket.WriteAsync((byte[])[.. Target.Request('p', 1 << 20), .. new byte[100_000]]);
                break;
        }
    }

    private static async Task<List<QSslSocket>> OpenAsync(Target target, int count)
    {
        QSslSocket[] sockets = new QSslSocket[count];
        int next = -1;
        await Crowd.EachAsync(count, async () =>
        {
            QSslSocket socket = new() { SslConfiguration = target.Configuration, PeerVerifyName = Target.Name };
            await socket.ConnectToHostEncryptedAsync(Target.Address, target.Port);
            // They have carried data, as idle connections have.
            await socket.WriteAsync((byte[])[.. Target.Request('p', 1), (byte)'x']);
            await socket.ReadAsync(new byte[1]);
            sockets[Interlocked.Increment(ref next)] = socket;
        });
        return [.. sockets];
    }
}
