using QSslCore.Sockets;
using QSslCore.Tests.Simulation;
using QSslCore.Tests.Support;

namespace QSslCore.Tests.Sockets;

/// <summary>What a socket said is written leaves, and an end that was asked for comes, also when everybody has gone.</summary>
public sealed class DebtTests
{
    private const int Chunk = 64 * 1024;
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(20);

    /// <summary>The last listener goes as soon as there is nothing to write, although the network has not taken all of it.</summary>
    [Fact]
    public async Task Who_stops_listening_with_nothing_to_write_loses_nothing()
    {
        using TrafficPair pair = TrafficPair.Connect();
        TaskCompletionSource<long> left = new(TaskCreationOptions.RunContinuationsAsynchronously);
        long written = 0;
        pair.Client.BytesWritten += Written;
        WriteChunk();
        long total = await left.Task.WaitAsync(s_limit);
        await ReceiveAsync(pair.Server, total);
        Assert.True(SpinWait.SpinUntil(() => pair.Client.EncryptedBytesToWrite == 0, s_limit));

        void Written(object? sender, BytesWrittenEventArgs e)
        {
            // The peer does not read, so at some point the network is full.
            if (pair.Client.BytesToWrite == 0 && pair.Client.EncryptedBytesToWrite > 0)
            {
                pair.Client.BytesWritten -= Written;
                left.TrySetResult(written);
            }
            else if (pair.Client.BytesToWrite == 0)
            {
                WriteChunk();
            }
        }
        void WriteChunk()
        {
            // The handler may be running before the call returns.
            written += Chunk;
            pair.Client.Write(new byte[Chunk]);
        }
    }

    [Fact]
    public async Task The_wait_that_leaves_nothing_to_write_leaves_nothing_behind()
    {
        using TrafficPair pair = TrafficPair.Connect();
        long written = 0;
        do
        {
            written += pair.Client.Write(new byte[Chunk]);
        }
        while (pair.Client.WaitForBytesWritten(0));
        Task received = Task.Run(() => ReceiveAsync(pair.Server, written));
        // Whether the loop was faster or not: what was on its way has left now, and that is told once.
        Assert.True(pair.Client.WaitForBytesWritten(20_000), pair.Client.ErrorString);
        Assert.Equal((0, 0), (pair.Client.BytesToWrite, pair.Client.EncryptedBytesToWrite));
        Assert.False(pair.Client.WaitForBytesWritten(20_000));
        await received.WaitAsync(s_limit);
    }

    /// <summary>The wait was for something else, and then nobody waits any more.</summary>
    [Fact]
    public async Task What_a_wait_for_an_answer_encrypted_leaves_after_it()
    {
        using TrafficPair pair = TrafficPair.Connect();
        long written = 0;
        do
        {
            written += pair.Client.Write(new byte[Chunk]);
            Assert.False(pair.Client.WaitForReadyRead(0));
        }
        while (pair.Client.EncryptedBytesToWrite == 0 || pair.Client.BytesToWrite > 0);
        await ReceiveAsync(pair.Server, written);
    }

    /// <summary>The engine passes on what is left when it reads, too. A wait that is over then tells it, now or the next time.</summary>
    [Theory, InlineData(1), InlineData(2), InlineData(3), InlineData(4), InlineData(5), InlineData(6)]
    public void What_leaves_while_a_wait_reads_is_told(int full)
    {
        using ToyPair pair = new(1);
        pair.Accept();
        pair.Client.ConnectToHostEncrypted("me.test", 443);
        Assert.True(pair.Client.WaitForEncrypted(), pair.Client.ErrorString);
        pair.ServerTransport!.Other!.FullFor = full;
        pair.Client.Write("data"u8);
        Assert.True(pair.Client.WaitForBytesWritten(0) || pair.Client.WaitForBytesWritten(10_000), pair.Client.ErrorString);
        Assert.Equal((0, 0), (pair.Client.BytesToWrite, pair.Client.EncryptedBytesToWrite));
        Assert.False(pair.Client.WaitForBytesWritten(10_000));
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task An_end_that_was_asked_for_comes_when_the_peer_has_read_all(bool close)
    {
        using TrafficPair pair = TrafficPair.Connect();
        long written = 0;
        do
        {
            written += pair.Client.Write(new byte[Chunk]);
        }
        while (pair.Client.WaitForBytesWritten(0));
        if (close)
            pair.Client.Close();
        else
            pair.Client.DisconnectFromHost();
        Assert.Contains(pair.Client.State, new[] { SocketState.ClosingState, SocketState.UnconnectedState });
        await ReceiveAsync(pair.Server, written);
        Assert.Equal(0, await pair.Server.ReadAsync(new byte[1]).AsTask().WaitAsync(s_limit));
        Assert.True(SpinWait.SpinUntil(() => pair.Client.State == SocketState.UnconnectedState, s_limit));
    }

    /// <summary>What is merely queued is nobody's debt: it waits for a driver, as ever.</summary>
    [Fact]
    public void What_nobody_was_told_of_waits()
    {
        using SimulatedNetwork network = new(1);
        IndebtedMachine machine = new(network.Time);
        Strand strand = new(machine, network);
        strand.Execute(() => { });
        network.RunLoop(() => false, 1000);
        Assert.Equal((0, 0), (machine.Steps, machine.Settled));

        machine.Debts = 3;
        strand.Execute(() => { });
        network.RunLoop(() => machine.Debts == 0, 1000);
        Assert.Equal((0, 3), (machine.Steps, machine.Settled));

        // Who listens drives all of it.
        machine.Debts = 1;
        strand.ListenersChanged(1, 0);
        network.RunLoop(() => machine.Steps > 0, 1000);
        Assert.Equal((1, 3), (machine.Steps, machine.Settled));
    }

    private static async Task ReceiveAsync(QSslSocket socket, long total)
    {
        byte[] room = new byte[Chunk];
        for (long received = 0; received < total;)
        {
            int n = await socket.ReadAsync(room).AsTask().WaitAsync(s_limit);
            Assert.True(n > 0, $"{received} of {total} bytes came");
            received += n;
        }
    }

    private sealed class IndebtedMachine(TimeProvider time) : IStrandMachine
    {
        public int Debts { get; set; }

        public int Steps { get; private set; }

        public int Settled { get; private set; }

        public int Generation => 0;

        public Interest Interest => Interest.Never;

        public Interest PendingFlush => Debts > 0 ? Interest.Outside(Deadline.After(time, 10)) : Interest.Never;

        public bool Step()
        {
            if (Debts == 0 || Steps > 0)
                return false;
            Steps++;
            return true;
        }

        public void FlushPending()
        {
            Debts--;
            Settled++;
        }

        public void HandlerFailed(Exception exception) => throw exception;
    }
}
