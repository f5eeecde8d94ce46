namespace QSslCore.Sockets;

/// <summary>
/// What a wait asks after each step: is its goal reached, or can it no longer be? Kept by the socket for the goals that are
/// waited for again and again. Asked by the strand's owner only.
/// </summary>
internal sealed class GoalCheck
{
    /// <param name="isReached">The goal is reached.</param>
    /// <param name="isHopeless">It cannot be reached any more, although the connection stands.</param>
    public GoalCheck(Func<bool> isReached, Func<bool> isHopeless)
    {
        IsReached = isReached;
        IsHopeless = isHopeless;
        IsOver = () => Ask(null);
    }

    public Func<bool> IsReached { get; }

    public Func<bool> IsHopeless { get; }

    /// <summary><see cref="Ask"/>, where nothing else ends the wait.</summary>
    public Func<bool> IsOver { get; }

    /// <summary>The last answer was that the goal can no longer be reached.</summary>
    public bool IsLost { get; private set; }

    /// <summary>True when the wait is over, for whatever reason.</summary>
    /// <param name="interrupted">Ends it as if the goal were reached.</param>
    public bool Ask(Func<bool>? interrupted)
    {
        bool reached = IsReached() || interrupted?.Invoke() == true;
        IsLost = !reached && IsHopeless();
        return reached || IsLost;
    }
}
