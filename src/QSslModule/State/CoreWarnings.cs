using System.Runtime.CompilerServices;
using QSslCore;

namespace QSslModule;

/// <summary>
/// Routes the warnings of the library to cmdlets. A warning about a socket or a server goes to the cmdlet that works on it, on whatever
/// thread it is raised. A warning without such an object goes to the cmdlet that runs on the thread. If there is no such cmdlet, the
/// warning waits for the next cmdlet that works on the object, or for the next cmdlet of any kind.
/// </summary>
internal static class CoreWarnings
{
    private static readonly ConditionalWeakTable<object, Addressee> s_addressees = [];
    private static readonly Addressee s_nobody = new();
    private static int s_installed;

    [ThreadStatic]
    private static WarningBox? t_current;

    /// <summary>Subscribes to the warnings, once per process.</summary>
    public static void Install()
    {
        if (Interlocked.Exchange(ref s_installed, 1) == 0)
            QSslWarnings.Raised += (sender, e) => Deliver(sender, e.Message);
    }

    /// <summary>Routes the warnings that this thread causes to a box until the result is disposed.</summary>
    public static Scope Enter(WarningBox box)
    {
        s_nobody.HandOver(box);
        return new(box);
    }

    /// <summary>Routes the warnings about an object to a box while the box is open. Pending warnings are delivered at once.</summary>
    public static void Adopt(object about, WarningBox box) => s_addressees.GetOrCreateValue(about).Add(box);

    private static void Deliver(object? about, string message)
    {
        if (about is not null)
            s_addressees.GetOrCreateValue(about).Deliver(message);
        else if (t_current?.Put(message, s_nobody) != true)
            s_nobody.Deliver(message);
    }

    /// <summary>Marks a thread that works for a cmdlet. Its event handlers may nest other scopes.</summary>
    public readonly ref struct Scope
    {
        private readonly WarningBox? _outer;

        public Scope(WarningBox box) => (_outer, t_current) = (t_current, box);

        public void Dispose() => t_current = _outer;
    }

    /// <summary>Receives the warnings about one object. Of the cmdlets that work on it, the most recent one gets them.</summary>
    public sealed class Addressee
    {
        /// <summary>The limit of pending warnings. A script that repeats a mistake does not fill the memory.</summary>
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

        /// <summary>Moves the pending warnings to a box.</summary>
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
