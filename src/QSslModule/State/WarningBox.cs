namespace QSslModule;

/// <summary>Holds warnings until a cmdlet writes them on the thread of the pipeline. Any thread may add warnings.</summary>
internal sealed class WarningBox
{
    private readonly WarningBox? _next;
    private readonly string _target = "";
    private readonly Queue<(string Message, CoreWarnings.Addressee? From)> _messages = new();

    /// <summary>Creates the box of a cmdlet.</summary>
    public WarningBox()
    {
    }

    /// <summary>
    /// Creates the box of one of many targets. It passes each warning to the box of the cmdlet, with the target in front.
    /// </summary>
    public WarningBox(WarningBox next, string target) => (_next, _target) = (next, target);

    /// <summary>Whether the cmdlet has ended and accepts no more warnings.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Adds a warning; false if the box is closed.</summary>
    /// <param name="message">The warning.</param>
    /// <param name="from">The sender that gets the warning back if no cmdlet writes it; null for none.</param>
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

    /// <summary>Removes and returns the warnings, the oldest first.</summary>
    public string[] Take()
    {
        lock (_messages)
        {
            string[] taken = [.. _messages.Select(one => one.Message)];
            _messages.Clear();
            return taken;
        }
    }

    /// <summary>Closes the box. Pending warnings go to the next cmdlet that works on the object.</summary>
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
