using System.Diagnostics;
using QSslCore.Sockets;
using QSslCore.Sockets.Native;
using QSslCore.Tests.Support;

namespace QSslCore.Tests.Sockets;

/// <summary>A wait ends at its limit, be that near or far, and whatever limits the thread had before.</summary>
public sealed class WaitLimitTests : IDisposable
{
    /// <summary>Longer than poll(2) keeps a limit by itself.</summary>
    private static readonly TimeSpan s_long = TimeSpan.FromSeconds(2.1);
    private static readonly TimeSpan s_longer = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    private readonly TransportPair _pair = new();

    public static TheoryData<string> Reactors => LoopReactorTests.Reactors;

    public void Dispose() => _pair.Dispose();

    [Theory, MemberData(nameof(Reactors))]
    public void A_long_wait_ends_at_its_limit_after_a_longer_one_that_was_cut_short(string name)
    {
        LoopReactor reactor = name == "epoll" ? new EpollReactor() : new SelectReactor();
        OnThread(() =>
        {
            reactor.CurrentThreadWaker.Wake();
            Wait(reactor, s_longer);
            Stopwatch watch = Stopwatch.StartNew();
            int waits = 0;
            for (; watch.Elapsed < s_long; waits++)
                Wait(reactor, s_long - watch.Elapsed);
            // It blocked, and did not ask again and again. The portable one may return often.
            if (reactor is EpollReactor)
                Assert.InRange(waits, 1, 10);
            Assert.InRange(watch.Elapsed, s_long, s_long + TimeSpan.FromSeconds(1));
        });
    }

    [Fact]
    public void An_alarm_rings_for_the_earliest_limit_and_is_quiet_again_for_the_next()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux has alarms of this kind");
        using AlarmDescriptor alarm = AlarmDescriptor.TryCreate()!;
        Assert.NotNull(alarm);
        Ring(s_longer);
        Assert.False(HasRung(TimeSpan.Zero));
        Ring(TimeSpan.FromMilliseconds(1));
        Assert.True(HasRung(s_patience));
        Ring(s_longer);
        Assert.False(HasRung(TimeSpan.Zero));
        // A later limit leaves the earlier one standing; at the same time, however long the machine takes from one to the other.
        long now = TimeProvider.System.GetTimestamp();
        alarm.RingWithin(TimeProvider.System, now, TimeSpan.FromMilliseconds(1));
        alarm.RingWithin(TimeProvider.System, now, s_longer * 2);
        Assert.True(HasRung(s_patience));

        void Ring(TimeSpan limit) => alarm.RingWithin(TimeProvider.System, TimeProvider.System.GetTimestamp(), limit);

        unsafe bool HasRung(TimeSpan patience)
        {
            Libc.pollfd fd = new() { fd = (int)alarm.Descriptor.DangerousGetHandle(), events = Libc.POLLIN };
            return Libc.poll(&fd, 1, (int)patience.TotalMilliseconds) == 1;
        }
    }

    private void Wait(Reactor reactor, TimeSpan limit) =>
        reactor.Wait(Interest.In(_pair.Transport, read: true, write: false),
            Deadline.After(reactor.Time, (long)Math.Ceiling(limit.TotalMilliseconds)));

    /// <summary>On a thread that has never waited.</summary>
    private static void OnThread(Action action)
    {
        Exception? failure = null;
        Thread thread = new(() => failure = Record.Exception(action)) { IsBackground = true };
        thread.Start();
        Assert.True(thread.Join(s_patience));
        Assert.Null(failure);
    }
}
