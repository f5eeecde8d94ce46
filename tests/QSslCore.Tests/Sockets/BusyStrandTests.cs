using QSslCore.Sockets;
using QSslCore.Sockets.Native;

namespace QSslCore.Tests.Sockets;

/// <summary>A machine that could go on for ever, as with a peer that sends faster than anybody reads.</summary>
public sealed class BusyStrandTests
{
    [Fact]
    public async Task A_wait_keeps_its_limit_however_much_there_is_to_do()
    {
        BusyMachine machine = new();
        Strand strand = new(machine, SystemNetwork.Instance.Reactor);
        Task<DriveResult> wait = Task.Run(() => strand.Drive(() => machine.IsStopped, Deadline.After(TimeProvider.System, 50)));
        await Stopped(machine, wait);
        Assert.Equal(DriveResult.TimedOut, await wait);
        Assert.True(machine.Steps > 0);
    }

    [Fact]
    public async Task A_token_ends_it()
    {
        BusyMachine machine = new();
        Strand strand = new(machine, SystemNetwork.Instance.Reactor);
        using CancellationTokenSource source = new(50);
        Task<DriveResult> wait = Task.Run(() => strand.Drive(() => machine.IsStopped, Deadline.Never, token: source.Token));
        await Stopped(machine, wait);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
    }

    [Fact]
    public async Task Its_caller_is_looked_after_meanwhile()
    {
        BusyMachine machine = new();
        Strand strand = new(machine, SystemNetwork.Instance.Reactor);
        Task<DriveResult> wait = Task.Run(() => strand.Drive(() => machine.IsStopped, Deadline.Never, onIdle: () =>
            machine.IsStopped = true));
        await Task.WhenAny(wait, Task.Delay(5000));
        bool wasIdle = machine.IsStopped;
        await Stopped(machine, wait);
        Assert.True(wasIdle);
        Assert.Equal(DriveResult.Satisfied, await wait);
    }

    private static async Task Stopped(BusyMachine machine, Task wait)
    {
        await Task.WhenAny(wait, Task.Delay(5000));
        machine.IsStopped = true;
        await wait.ContinueWith(_ => { }, TaskScheduler.Default).WaitAsync(TimeSpan.FromSeconds(5));
    }

    private sealed class BusyMachine : IStrandMachine
    {
        private volatile bool _isStopped;

        public long Steps { get; private set; }

        public bool IsStopped
        {
            get => _isStopped;
            set => _isStopped = value;
        }

        public Interest Interest => Interest.Never;

        public int Generation => 0;

        public bool Step()
        {
            Steps++;
            return true;
        }

        public void HandlerFailed(Exception exception)
        {
        }
    }
}
