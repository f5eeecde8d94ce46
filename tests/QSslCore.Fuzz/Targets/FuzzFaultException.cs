namespace QSslCore.Fuzz.Targets;

/// <summary>What a reader did with its input is wrong.</summary>
internal sealed class FuzzFaultException(string message) : Exception(message)
{
    public static void ThrowIf(bool isWrong, string message)
    {
        if (isWrong)
            throw new FuzzFaultException(message);
    }

    /// <summary>Text that comes of the peer's must not steer the terminal that shows it.</summary>
    public static void ThrowIfHidden(string text) =>
        ThrowIf(text.Any(char.IsControl), "a text has control characters");

    /// <summary>What is not understood has a reason, which can be shown.</summary>
    public static void ThrowIfUnreasoned(string reason)
    {
        ThrowIf(reason.Length == 0, "there is no reason");
        ThrowIfHidden(reason);
    }
}
