using System.Net.Sockets;
using QSslCore.Sockets;
using QSslCore.Sockets.Native;
using QSslCore.Tests.Support;

namespace QSslCore.Tests.Sockets;

/// <summary>The portable reactor is woken by a datagram: none may be lost, whatever the system says.</summary>
public sealed class DatagramWakerTests
{
    private const int Limit = 10_000_000;

    [Fact]
    public void A_datagram_that_is_not_taken_at_once_is_sent_again()
    {
        int refusals = 3;
        DatagramWaker waker = new(socket => refusals-- > 0 ? SocketError.NoBufferSpaceAvailable : DatagramWaker.Send(socket));
        using Socket socket = waker.Socket;
        waker.Wake();
        Assert.True(socket.Poll(Limit, SelectMode.SelectRead));
    }

    [Fact]
    public void A_ring_that_failed_does_not_silence_the_next()
    {
        bool isShort = true;
        DatagramWaker waker = new(socket => isShort ? SocketError.NoBufferSpaceAvailable : DatagramWaker.Send(socket));
        using Socket socket = waker.Socket;
        waker.Wake();
        Assert.False(socket.Poll(0, SelectMode.SelectRead));
        isShort = false;
        waker.Wake();
        Assert.True(socket.Poll(Limit, SelectMode.SelectRead));
        waker.Clear();
        Assert.False(socket.Poll(0, SelectMode.SelectRead));
    }

    /// <summary>Two threads wake each other, and each hears every ring: a lost one would end the game.</summary>
    [Fact]
    public void No_wake_is_lost_between_threads_on_a_busy_machine()
    {
        const int Rounds = 5_000;
        using BusyLoops busy = new();
        SelectReactor reactor = new();
        Waker? first = null, second = null;
        int turn = 0;
        using CountdownEvent ready = new(2);
        Exception? failed = null;
        Thread other = new(() => Play(1));
        other.Start();
        Play(0);
        Assert.True(other.Join(30_000));
        Assert.Null(failed);
        Assert.Equal(2 * Rounds, turn);

        void Play(int me)
        {
            try
            {
                if (me == 0)
                    first = reactor.CurrentThreadWaker;
                else
                    second = reactor.CurrentThreadWaker;
                ready.Signal();
                ready.Wait(10_000);
                for (int i = 0; i < Rounds; i++)
                {
                    Deadline limit = Deadline.After(TimeProvider.System, 20_000);
                    while (Volatile.Read(ref turn) % 2 != me)
                    {
                        if (limit.HasPassed)
                            throw new TimeoutException($"round {i}");
                        reactor.Wait(Interest.Outside(), limit);
                    }
                    Interlocked.Increment(ref turn);
                    (me == 0 ? second : first)!.Wake();
                }
            }
            catch (Exception e)
            {
                failed = e;
                Interlocked.Add(ref turn, 1);
                (me == 0 ? second : first)?.Wake();
            }
        }
    }

    /// <summary>The loop is woken by each client that is posted, and by each timer that is due before the others.</summary>
    [Fact]
    public void No_post_and_no_timer_is_lost_on_a_busy_machine()
    {
        using BusyLoops busy = new();
        SelectReactor reactor = new();
        for (int i = 0; i < 5_000; i++)
        {
            using Client client = new();
            if (i % 2 == 0)
                reactor.Post(client);
            else
                reactor.Arm(client, Interest.Outside(Deadline.After(TimeProvider.System, 1)));
            Assert.True(client.Called.Wait(20_000), $"round {i}");
        }
    }

    private sealed class Client : ILoopClient, IDisposable
    {
        public ManualResetEventSlim Called { get; } = new();

        public LoopRegistration? Registration { get; set; }

        public void OnReady() => Called.Set();

        public void Dispose() => Called.Dispose();
    }
}
