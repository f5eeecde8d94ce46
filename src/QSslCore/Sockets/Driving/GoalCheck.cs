namespace QSslCore.Sockets;

/// <summary>
/// Tells a wait after each step whether its goal is reached, or can no longer be reached. The socket keeps an object for each goal that
/// is awaited often. Only the strand's owner calls it.
/// </summary>
internal sealed class GoalCheck
{
    /// <param name="isReached">The goal is reached.</param>
    /// <param name="isHopeless">The goal can no longer be reached, although the connection is established.</param>
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

    /// <summary>True if the wait is over for any reason.</summary>
    /// <param name="interrupted">Ends the wait as if the goal were reached.</param>
    public bool Ask(Func<bool>? interrupted)
    {
        bool reached = IsReached() || interrupted?.Invoke() == true;
        IsLost = !reached && IsHopeless();
        return reached || IsLost;
    }
}
