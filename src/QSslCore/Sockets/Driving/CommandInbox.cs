using System.Diagnostics;

namespace QSslCore.Sockets;

/// <summary>Commands of threads that could not become a strand's owner, in order.</summary>
/// <param name="gate">The strand's gate.</param>
internal sealed class CommandInbox(object gate)
{
    private readonly Queue<Action> _commands = new();
    private volatile int _count;

    /// <summary>True when there is none. The owner may look without the gate.</summary>
    public bool IsEmpty => _count == 0;

    /// <summary>Leaves a command for the owner. Under the gate.</summary>
    public void Add(Action command)
    {
        Debug.Assert(Monitor.IsEntered(gate));
        _commands.Enqueue(command);
        _count = _commands.Count;
    }

    /// <summary>Runs the commands, each outside of the gate. Owner only.</summary>
    public void Run()
    {
        while (!IsEmpty)
        {
            Action? command;
            lock (gate)
            {
                if (!_commands.TryDequeue(out command))
                    return;
                _count = _commands.Count;
            }
            command();
        }
    }
}
