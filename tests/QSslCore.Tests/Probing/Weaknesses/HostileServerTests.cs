using System.Diagnostics;
using QSslCore.Probing.Surveys;
using QSslCore.Probing.Weaknesses;
using QSslCore.Tests.Robustness;
using QSslCore.Tests.Support;

namespace QSslCore.Tests.Probing.Weaknesses;

/// <summary>
/// Probes of a server whose bytes are damaged on the way: each ends with a verdict or a reason, in bounded time, and never by an
/// exception. Some thousand; with QSSL_SOAK=1 a hundred thousand. A failure names the seed that makes its input again.
/// </summary>
public sealed class HostileServerTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMilliseconds(25);

    /// <summary>Loose, for a machine with much else to do.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private static int Runs => Environment.GetEnvironmentVariable("QSSL_SOAK") == "1" ? 100_000 : 2000;

    [Fact]
    public async Task No_answer_makes_a_probe_throw_or_hang()
    {
        using FlawedServer sound = new(ServerFlaws.None with { Heartbeat = true, Tickets = true }) { MayFail = true };
        using FlawedServer flawed = new(ServerFlaws.None with
        {
            Suites = [0xC013, 0x002F, 0x0033], Heartbeat = true, Heartbleed = true, Tickets = true, Ticketbleed = true, Renegotiates = true,
            CcsInjection = true, Robot = RobotOracle.Strong, Zombie = true, AcceptsInvalidPoints = true, ReusesDh = true,
        })
        {
            MayFail = true,
        };
        int seed = -1;
        // Most of the time they wait for an answer that was damaged.
        const int Together = 16;
        await Task.WhenAll(Enumerable.Range(0, Together).Select(async _ =>
        {
            while (Interlocked.Increment(ref seed) is var own && own < Runs)
                await RunAsync(own, own % 2 == 0 ? sound.Port : flawed.Port);
        }));
    }

    private static async Task RunAsync(int seed, int port)
    {
        Random random = new(seed);
        IReadOnlyList<WeaknessProbe> probes = WeaknessCatalog.Probes();
        WeaknessProbe probe = probes[random.Next(probes.Count)];
        Stopwatch watch = Stopwatch.StartNew();
        try
        {
            ProbeContext context = new(new Interview(new DamagingHost(new LoopbackHost(port, s_limit), seed), new AnswerLog()), new());
            WeaknessFinding finding = await probe.RunAsync(context, CancellationToken.None);
            Assert.True(Enum.IsDefined(finding.Status));
            Assert.DoesNotContain(finding.ToProfile().Evidence, c => char.IsControl(c));
            Assert.True(watch.Elapsed < s_patience, $"it took {watch.Elapsed}");
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"seed {seed}, {probe.Weakness.Id}: {e.Message}", e);
        }
    }

    private sealed class DamagingHost(LoopbackHost host, int seed) : IProbeHost
    {
        private int _lines;

        public string? ServerName => host.ServerName;

        public TimeSpan AnswerLimit => host.AnswerLimit;

        public async ValueTask<IProbeLine> OpenAsync(CancellationToken cancellation) =>
            new DamagingLine(await host.OpenAsync(cancellation), new Random(seed * 31 + _lines++));
    }

    /// <summary>Damages one piece of what the server sends.</summary>
    private sealed class DamagingLine(IProbeLine line, Random random) : IProbeLine
    {
        private readonly byte[] _buffer = new byte[16 << 10];
        private readonly int _moment = random.Next(4);
        private readonly Mutator _mutator = new(random.Next());
        private byte[] _pending = [];
        private int _reads;

        public ValueTask SendAsync(ReadOnlyMemory<byte> data, CancellationToken cancellation) => line.SendAsync(data, cancellation);

        public async ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellation)
        {
            if (_pending.Length == 0)
            {
                int count = await line.ReceiveAsync(_buffer, cancellation);
                _pending = _reads++ == _moment && count > 0 ? _mutator.Mutate(_buffer[..count]) : _buffer[..count];
            }
            int taken = Math.Min(_pending.Length, buffer.Length);
            _pending.AsSpan(0, taken).CopyTo(buffer.Span);
            _pending = _pending[taken..];
            return taken;
        }

        public ValueTask DisposeAsync() => line.DisposeAsync();
    }
}
