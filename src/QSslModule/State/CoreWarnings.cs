using System.Runtime.CompilerServices;
using QSslCore;

namespace QSslModule;

/// <summary>
/// Leads the library's warnings to the cmdlet that they concern: one about a socket or a server to the cmdlet that works on it, whichever
/// thread the warning was born on; one without such an object to the cmdlet that runs on the thread. A warning without an addressee waits
/// for the next cmdlet that works on the socket, or for the next cmdlet at all.
/// </summary>
internal static class CoreWarnings
{
    private static readonly ConditionalWeakTable<object, Addressee> s_addressees = [];
    private static readonly Addressee s_nobody = new();
    private static int s_installed;

    [ThreadStatic]
    private static WarningBox? t_current;

    /// <summary>Begins to listen, once a process.</summary>
    public static void Install()
    {
        if (Interlocked.Exchange(ref s_installed, 1) == 0)
            QSslWarnings.Raised += (sender, e) => Deliver(sender, e.Message);
    }

    /// <summary>Until the result is disposed of, what this thread causes goes to a box.</summary>
    public static Scope Enter(WarningBox box)
    {
        s_nobody.HandOver(box);
        return new(box);
    }

    /// <summary>From now on, while the box is open, it gets what concerns an object; what waited for a reader comes at once.</summary>
    public static void Adopt(object about, WarningBox box) => s_addressees.GetOrCreateValue(about).Add(box);

    private static void Deliver(object? about, string message)
    {
        if (about is not null)
            s_addressees.GetOrCreateValue(about).Deliver(message);
        else if (t_current?.Put(message, s_nobody) != true)
            s_nobody.Deliver(message);
    }

    /// <summary>A thread at work for a cmdlet; handlers of its own may nest others.</summary>
    public readonly ref struct Scope
    {
        private readonly WarningBox? _outer;

        public Scope(WarningBox box) => (_outer, t_current) = (t_current, box);

        public void Dispose() => t_current = _outer;
    }

    /// <summary>Who gets what concerns one object: of the cmdlets that work on it the one that came last.</summary>
    public sealed class Addressee
    {
        /// <summary>A script that makes the same mistake again and again is not remembered for each time.</summary>
        private const int MaxKept = 64;

        private readonly List<WarningBox> _boxes = [];
        private readonly Queue<string> _kept = new();

        public void Add(WarningBox box)
        {
            lock (_boxes)
            {
                _boxes.RemoveAll(other => other == box || other.IsClosed);
                _boxes.Add(box);
            }
            HandOver(box);
        }

        /// <summary>Gives a box what has waited.</summary>
        public void HandOver(WarningBox box)
        {
            lock (_boxes)
            {
                while (_kept.TryPeek(out string? message) && box.Put(message, this))
                    _ = _kept.Dequeue();
            }
        }

        public void Deliver(string message)
        {
            lock (_boxes)
            {
                for (int i = _boxes.Count - 1; i >= 0; i--)
                {
                    if (_boxes[i].Put(message, this))
                        return;
                }
                if (_kept.Count < MaxKept)
                    _kept.Enqueue(message);
            }
        }
    }
}
