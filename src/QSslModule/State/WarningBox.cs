namespace QSslModule;

/// <summary>Warnings on their way to a cmdlet, which writes them on the pipeline's thread. Filled on any thread.</summary>
internal sealed class WarningBox
{
    private readonly WarningBox? _next;
    private readonly string _target = "";
    private readonly Queue<(string Message, CoreWarnings.Addressee? From)> _messages = new();

    /// <summary>A box of a cmdlet.</summary>
    public WarningBox()
    {
    }

    /// <summary>A box for one of many targets: what comes goes on to the cmdlet's own, with the target before it.</summary>
    public WarningBox(WarningBox next, string target) => (_next, _target) = (next, target);

    /// <summary>The cmdlet has ended, and takes nothing any more.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Adds a warning; false when the box is closed.</summary>
    /// <param name="message">The warning.</param>
    /// <param name="from">Where it goes when it is never taken; null for nowhere.</param>
    public bool Put(string message, CoreWarnings.Addressee? from)
    {
        if (_next is not null)
            return _next.Put($"{_target}: {message}", from);
        lock (_messages)
        {
            if (!IsClosed)
                _messages.Enqueue((message, from));
            return !IsClosed;
        }
    }

    /// <summary>Takes what there is, the oldest first.</summary>
    public string[] Take()
    {
        lock (_messages)
        {
            string[] taken = [.. _messages.Select(one => one.Message)];
            _messages.Clear();
            return taken;
        }
    }

    /// <summary>Takes nothing any more; what came too late for this cmdlet is left for the next that works on the object.</summary>
    public void Close()
    {
        (string Message, CoreWarnings.Addressee? From)[] late;
        lock (_messages)
        {
            IsClosed = true;
            late = [.. _messages];
            _messages.Clear();
        }
        foreach ((string message, CoreWarnings.Addressee? from) in late)
            from?.Deliver(message);
    }
}
