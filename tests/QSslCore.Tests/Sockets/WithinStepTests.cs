using QSslCore.Sockets;
using QSslCore.Tests.Simulation;

namespace QSslCore.Tests.Sockets;

/// <summary>Signals that are raised with a step on the stack, because something below waits for the answer.</summary>
public sealed class WithinStepTests
{
    [Fact]
    public void The_question_comes_at_once_and_after_what_happened_before()
    {
        using SimulatedNetwork network = new(1);
        AskingMachine machine = new(network);
        machine.Before.Add((_, _) => machine.Log.Add("before"));
        machine.Question.Add((_, _) => machine.Log.Add("question"));
        Assert.Equal(DriveResult.Satisfied, machine.Strand.Drive(() => machine.Done, Deadline.Never));
        Assert.Equal(["before", "question", "answered"], machine.Log);
    }

    [Fact]
    public void What_a_handler_does_is_done_after_the_step()
    {
        using SimulatedNetwork network = new(1);
        AskingMachine machine = new(network);
        machine.Question.Add((_, _) =>
        {
            Assert.False(machine.Strand.Execute(() => machine.Log.Add("command")));
            Assert.False(machine.Strand.TryExecute(() => machine.Log.Add("never")));
        });
        machine.Strand.Drive(() => machine.Done && machine.Log.Count > 1, Deadline.Never);
        Assert.Equal(["answered", "command"], machine.Log);
    }

    [Fact]
    public void A_handler_cannot_wait_and_is_told_why()
    {
        using SimulatedNetwork network = new(1);
        AskingMachine machine = new(network);
        machine.Question.Add((_, _) => machine.Strand.Drive(() => true, Deadline.Never));
        InvalidOperationException e = Assert.Throws<InvalidOperationException>(() =>
            machine.Strand.Drive(() => machine.Done, Deadline.Never));
        Assert.Contains("Answer and return", e.Message, StringComparison.Ordinal);
        // The strand is none the worse for it.
        Assert.Equal(DriveResult.Failed, machine.Strand.Drive(() => false, Deadline.Never));
        Assert.True(machine.Strand.Execute(() => machine.Log.Add("usable")));
    }

    [Fact]
    public void Another_threads_command_waits_as_ever()
    {
        using SimulatedNetwork network = new(1);
        using OtherThread other = new();
        AskingMachine machine = new(network);
        machine.Question.Add((_, _) => other.Run(() => Assert.False(machine.Strand.Execute(() => machine.Log.Add("command")))));
        machine.Strand.Drive(() => machine.Done && machine.Log.Count > 1, Deadline.Never);
        Assert.Equal(["answered", "command"], machine.Log);
    }

    private sealed class AskingMachine : IStrandMachine
    {
        public AskingMachine(SimulatedNetwork network)
        {
            Strand = new(this, network);
            Before = new(Strand);
            Question = new(Strand);
        }

        public Strand Strand { get; }

        public Signal<SignalEventArgs> Before { get; }

        public Signal<SignalEventArgs> Question { get; }

        public List<string> Log { get; } = [];

        public bool Done { get; private set; }

        public Interest Interest => Interest.Never;

        public int Generation => 0;

        public bool Step()
        {
            if (Done)
                return false;
            Done = true;
            Strand.Queue(Before, new());
            Strand.RaiseWithinStep(Question, new());
            Log.Add("answered");
            return true;
        }

        public void HandlerFailed(Exception exception) => throw exception;
    }
}
