using System.Net.Sockets;
using QSslCore.Sockets;
using QSslCore.Sockets.Native;
using QSslCore.Tests.Support;

namespace QSslCore.Tests.Sockets;

/// <summary>What is armed is called, once for each arming, whatever was told, read or left unread before.</summary>
public sealed class LoopReactorTests : IDisposable
{
    private const int Patience = 5000;

    private static readonly Dictionary<string, Lazy<LoopReactor>> s_reactors = new()
    {
        ["epoll"] = new(() => new EpollReactor()),
        ["select"] = new(() => new SelectReactor()),
    };

    private readonly TransportPair _pair = new();
    private readonly Call _call = new();

    public static TheoryData<string> Reactors => OperatingSystem.IsLinux() ? ["epoll", "select"] : ["select"];

    public void Dispose() => _pair.Dispose();

    [Theory, MemberData(nameof(Reactors))]
    public void Each_arming_of_a_drained_socket_is_for_what_comes_next(string reactor)
    {
        Reactor loop = s_reactors[reactor].Value;
        for (int i = 0; i < 100; i++)
        {
            Arm(loop);
            Assert.Equal(i, _call.Count);
            Arrive(1);
            Assert.True(_call.Came(i + 1));
            Assert.Equal(1, Read(10));
        }
    }

    [Theory, MemberData(nameof(Reactors))]
    public void What_was_left_unread_is_told_again(string reactor)
    {
        Reactor loop = s_reactors[reactor].Value;
        Arrive(10);
        for (int i = 1; i <= 5; i++)
        {
            Arm(loop);
            Assert.True(_call.Came(i));
            Assert.Equal(2, Read(2));
        }
    }

    /// <summary>A read that stops short of the room given has seen the last byte, and not the end behind it.</summary>
    [Theory, MemberData(nameof(Reactors))]
    public void The_end_that_came_with_the_last_bytes_is_told_again(string reactor)
    {
        Reactor loop = s_reactors[reactor].Value;
        Arm(loop);
        Arrive(1);
        Assert.True(_call.Came(1));
        Assert.Equal(1, Read(10));
        Arrive(1);
        _pair.Peer.Shutdown(SocketShutdown.Send);
        Arm(loop);
        Assert.True(_call.Came(2));
        Assert.Equal(1, Read(10));
        Arm(loop);
        Assert.True(_call.Came(3));
        Assert.True(_pair.Transport.TryRead(new byte[10]).IsEndOfStream);
    }

    [Theory, MemberData(nameof(Reactors))]
    public void What_comes_while_nobody_is_armed_is_told_to_whoever_is_next(string reactor)
    {
        Reactor loop = s_reactors[reactor].Value;
        Arm(loop);
        Arrive(1);
        Assert.True(_call.Came(1));
        Assert.Equal(1, Read(10));
        Arrive(1);
        BeThrough(loop);
        Assert.Equal(1, _call.Count);
        Arm(loop);
        Assert.True(_call.Came(2));
    }

    /// <summary>Somebody who waits for it would share the processor with a loop that wakes up for each arrival, for nothing.</summary>
    [Fact]
    public void What_nobody_is_armed_for_wakes_the_loop_once()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "epoll: Linux only.");
        Reactor loop = s_reactors["epoll"].Value;
        Arm(loop);
        Arrive(1);
        Assert.True(_call.Came(1));
        Assert.NotEqual(0u, _pair.Transport.EpollEntry!.Events);
        Arrive(1);
        Assert.True(SpinWait.SpinUntil(() => _pair.Transport.EpollEntry.Events == 0, Patience));
        Assert.Equal(1, _call.Count);
    }

    [Theory, MemberData(nameof(Reactors))]
    public void Whoever_is_disarmed_is_not_called(string reactor)
    {
        Reactor loop = s_reactors[reactor].Value;
        Arm(loop);
        loop.Disarm(_call);
        Arrive(1);
        BeThrough(loop);
        Assert.Equal(0, _call.Count);
        Arm(loop);
        Assert.True(_call.Came(1));
    }

    /// <summary>A connection that is closed in good order is drained by somebody else than who had it.</summary>
    [Theory, MemberData(nameof(Reactors))]
    public void Whoever_is_armed_last_is_called_although_the_one_before_leaves(string reactor)
    {
        Reactor loop = s_reactors[reactor].Value;
        Call heir = new();
        Arm(loop);
        loop.Arm(heir, Interest.In(_pair.Transport, read: true, write: false));
        loop.Disarm(_call);
        Arrive(1);
        Assert.True(heir.Came(1));
        Assert.Equal(0, _call.Count);
    }

    [Theory, MemberData(nameof(Reactors))]
    public void A_limit_ends_an_arming_and_not_the_next_one(string reactor)
    {
        Reactor loop = s_reactors[reactor].Value;
        loop.Arm(_call, Interest.In(_pair.Transport, read: true, write: false, Deadline.After(loop.Time, 1)));
        Assert.True(_call.Came(1));
        loop.Arm(_call, Interest.In(_pair.Transport, read: true, write: false, Deadline.After(loop.Time, 20)));
        Arm(loop);
        Call later = new();
        loop.Arm(later, Interest.Outside(Deadline.After(loop.Time, 25)));
        Assert.True(later.Came(1));
        Assert.Equal(1, _call.Count);
        Arrive(1);
        Assert.True(_call.Came(2));
    }

    [Theory, MemberData(nameof(Reactors))]
    public void Room_to_write_is_told_at_each_arming(string reactor)
    {
        Reactor loop = s_reactors[reactor].Value;
        Assert.True(_pair.Transport.TryRead(new byte[1]).IsWouldBlock);
        for (int i = 1; i <= 3; i++)
        {
            loop.Arm(_call, Interest.In(_pair.Transport, read: false, write: true));
            Assert.True(_call.Came(i));
        }
    }

    /// <summary>A ring that comes while the bell is being silenced still counts.</summary>
    [Theory, MemberData(nameof(Reactors))]
    public void Who_posts_is_called_however_many_do_at_once(string reactor)
    {
        Reactor loop = s_reactors[reactor].Value;
        bool[] all = new bool[4];
        Thread[] posters = [.. Enumerable.Range(0, all.Length).Select(n => new Thread(() => all[n] = PostMany(loop)))];
        Array.ForEach(posters, static p => p.Start());
        Array.ForEach(posters, static p => p.Join());
        Assert.DoesNotContain(false, all);

        static bool PostMany(Reactor loop)
        {
            for (int i = 0; i < 2000; i++)
            {
                Call call = new();
                loop.Post(call);
                if (!call.Came(1))
                    return false;
            }
            return true;
        }
    }

    /// <summary>Threads that take turns wake each other for every event: that is to last no longer than handlers are slow.</summary>
    [Theory, MemberData(nameof(Reactors))]
    public void A_stand_in_for_a_slow_handler_goes_home_although_the_loop_never_rests(string reactor)
    {
        // Its own: others' handlers are not to be counted.
        LoopReactor loop = reactor == "epoll" ? new EpollReactor() : new SelectReactor();
        using ManualResetEventSlim mayGo = new();
        Call slow = new(() => mayGo.Wait(Patience));
        Call quick = new();
        loop.Post(slow);
        loop.Post(quick);
        Assert.True(quick.Came(1));
        Assert.Equal(0, slow.Count);
        Assert.Equal(2, loop.ThreadCount);
        mayGo.Set();
        Assert.True(slow.Came(1));
        Assert.True(SpinWait.SpinUntil(
            () =>
            {
                Call next = new();
                loop.Post(next);
                return next.Came(1) && loop.ThreadCount == 1;
            },
            Patience));
    }

    private void Arm(Reactor loop) => loop.Arm(_call, Interest.In(_pair.Transport, read: true, write: false));

    private void Arrive(int count)
    {
        _pair.Peer.Send(new byte[count]);
        Assert.True(_pair.Transport.Socket.Poll(Patience * 1000, SelectMode.SelectRead));
    }

    private int Read(int room) => _pair.Transport.TryRead(new byte[room]).Count;

    /// <summary>The loop has told everything that had come before, and twice goes round to be sure.</summary>
    private static void BeThrough(Reactor loop)
    {
        for (int i = 0; i < 2; i++)
        {
            Call posted = new();
            loop.Post(posted);
            Assert.True(posted.Came(1));
        }
    }

    private sealed class Call(Action? handler = null) : ILoopClient
    {
        private int _count;

        public LoopRegistration? Registration { get; set; }

        public int Count => Volatile.Read(ref _count);

        public void OnReady()
        {
            handler?.Invoke();
            Interlocked.Increment(ref _count);
        }

        public bool Came(int times) => SpinWait.SpinUntil(() => Count >= times, Patience) && Count == times;
    }

    /// <summary>The ring of the portable reactor means something only if it is in use.</summary>
    [Fact]
    public void The_switch_chooses_the_reactor()
    {
        bool isPortable = AppContext.TryGetSwitch(SystemNetwork.PortableReactorSwitch, out bool isOn) && isOn;
        Assert.Equal(Environment.GetEnvironmentVariable("QSSL_TEST_REACTOR") == "select", isPortable);
        Assert.Equal(OperatingSystem.IsLinux() && !isPortable, SystemNetwork.Instance.Reactor is EpollReactor);
    }
}
