using QSslCore.Sockets;
using QSslCore.Tests.Simulation;

namespace QSslCore.Tests.Sockets;

/// <summary>Completions from outside, at the worst moment.</summary>
public sealed class WakeTests
{
    /// <summary>What completes after the owner has looked, and before it has let go, must not be lost.</summary>
    [Fact]
    public void A_wake_that_comes_while_the_owner_leaves_is_heard()
    {
        using SimulatedNetwork network = new(1);
        LateMachine machine = new();
        Strand strand = new(machine, network);
        using OtherThread other = new();
        machine.Looked = () => other.Run(() =>
        {
            machine.IsReady = true;
            strand.Wake();
        });
        strand.ListenersChanged(1, 0);
        network.RunLoop(() => machine.Steps > 0, 1000);
        Assert.Equal(1, machine.Steps);
    }

    /// <summary>A server hands a connection on in a handler: what its client says next is for the new owner.</summary>
    [Fact]
    public void The_loop_makes_no_step_after_the_last_listener_left()
    {
        using SimulatedNetwork network = new(1);
        BusyMachine machine = new();
        Strand strand = new(machine, network);
        Signal<SignalEventArgs> signal = new(strand);
        machine.FirstStep = () => strand.Queue(signal, new());
        EventHandler<SignalEventArgs> only = null!;
        only = (_, _) => signal.Remove(only);
        signal.Add(only);
        strand.Wake();
        network.RunLoop(() => false, 1000);
        Assert.Equal(1, machine.Steps);

        signal.Add((_, _) => { });
        network.RunLoop(() => false, 1000);
        Assert.Equal(BusyMachine.Work, machine.Steps);
    }

    /// <summary>Whoever writes in a handler is the driver: another pass would find nothing.</summary>
    [Fact]
    public void A_wake_in_a_handler_costs_no_pass()
    {
        using SimulatedNetwork network = new(1);
        AskedMachine machine = new();
        Strand strand = new(machine, network);
        Signal<SignalEventArgs> signal = new(strand);
        machine.FirstStep = () => strand.Queue(signal, new());
        int heard = 0;
        signal.Add((_, _) =>
        {
            heard++;
            strand.Wake();
        });
        strand.Wake();
        network.RunLoop(() => false, 1000);
        Assert.Equal((1, 2), (heard, machine.Asked));
    }

    [Fact]
    public void A_listener_is_told_of_bytes_that_came_before_it()
    {
        using SimulatedNetwork network = new(1);
        (SimulatedTransport client, SimulatedTransport peer) = network.MakePair();
        using QTcpSocket socket = new(network);
        Assert.True(socket.SetSocketDescriptor(network.Register(client)));
        socket.Disconnected += (_, _) => { };
        Assert.Equal(5, peer.TryWrite("hello"u8).Count);
        network.RunLoop(() => false, 1000);
        Assert.Equal(5, socket.BytesAvailable);
        int told = 0;
        socket.ReadyRead += (_, _) => told++;
        Assert.Equal(0, told);
        socket.ReadyRead += (_, _) => { };
        network.RunLoop(() => false, 1000);
        Assert.Equal(1, told);
    }

    /// <summary>QUIT, and the peer has answered and hung up before this side gets to look.</summary>
    [Fact]
    public void What_has_left_has_left_though_the_peer_ends_at_once()
    {
        using SimulatedNetwork network = new(1);
        (SimulatedTransport client, SimulatedTransport peer) = network.MakePair();
        using QTcpSocket socket = new(network);
        Assert.True(socket.SetSocketDescriptor(network.Register(client)));
        Assert.Equal(3, peer.TryWrite("bye"u8).Count);
        peer.Dispose();
        network.RunLoop(() => false, 1000);
        socket.Write("QUIT"u8);
        Assert.Equal(DriveResult.Satisfied, socket.Drive(SocketGoal.AllWritten, 1000));
        Assert.True(socket.WaitForDisconnected(1000));
        Assert.Equal("bye", System.Text.Encoding.ASCII.GetString(socket.ReadAll()));
    }

    /// <summary>Waits for something outside, which happens right after its interest was asked for.</summary>
    private sealed class LateMachine : IStrandMachine
    {
        public Action? Looked { get; set; }

        public bool IsReady { get; set; }

        public int Steps { get; private set; }

        public int Generation => 0;

        public Interest Interest
        {
            get
            {
                Interest interest = IsReady ? Interest.Never : Interest.Outside();
                (Action? looked, Looked) = (Looked, null);
                looked?.Invoke();
                return interest;
            }
        }

        public bool Step()
        {
            if (!IsReady || Steps > 0)
                return false;
            Steps++;
            return true;
        }

        public void HandlerFailed(Exception exception) => throw exception;
    }

    /// <summary>Has one step to make, and counts how often it is asked for one.</summary>
    private sealed class AskedMachine : IStrandMachine
    {
        public Action? FirstStep { get; set; }

        public int Asked { get; private set; }

        public int Generation => 0;

        public Interest Interest => Interest.Outside();

        public bool Step()
        {
            if (Asked++ > 0)
                return false;
            FirstStep!();
            return true;
        }

        public void HandlerFailed(Exception exception) => throw exception;
    }

    /// <summary>Has a number of steps to make, and waits for nothing.</summary>
    private sealed class BusyMachine : IStrandMachine
    {
        public const int Work = 5;

        public Action? FirstStep { get; set; }

        public int Steps { get; private set; }

        public int Generation => 0;

        public Interest Interest => Interest.Never;

        public bool Step()
        {
            if (Steps == Work)
                return false;
            if (Steps++ == 0)
                FirstStep!();
            return true;
        }

        public void HandlerFailed(Exception exception) => throw exception;
    }
}
