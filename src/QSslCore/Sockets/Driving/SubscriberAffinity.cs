namespace QSslCore.Sockets;

/// <summary>
/// A seam for hosts whose delegates run on one thread only. A PowerShell script block turned into a delegate throws on
/// a thread without its runspace; the module tells here which delegates are such.
/// </summary>
internal static class SubscriberAffinity
{
    /// <summary>Says of a delegate whether it may only be called on a thread of its own choice; null when none is.</summary>
    internal static Func<Delegate, bool>? IsBoundToThread { get; set; }

    /// <summary>Says whether bound delegates can be called on the current thread; null means that they can.</summary>
    internal static Func<bool>? CurrentThreadRunsBound { get; set; }

    internal static bool IsBound(Delegate handler)
    {
        Func<Delegate, bool>? isBound = IsBoundToThread;
        if (isBound is null)
            return false;
        foreach (Delegate single in Delegate.EnumerateInvocationList(handler))
        {
            if (isBound(single))
                return true;
        }
        return false;
    }

    internal static bool CanRunBoundHere => CurrentThreadRunsBound?.Invoke() ?? true;
}
