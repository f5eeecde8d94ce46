using QSslCore.Probing.Sessions;

namespace QSslCore.Probing.Weaknesses;

/// <summary>What a peer does up to the end of a connection, as a text that can be compared and shown.</summary>
internal static class Reaction
{
    private const int MaxEvents = 8;

    private const string Alert = "alert ";

    private static readonly string s_close = new SessionEvent(SessionEventKind.End, [], LineEnd.Closed).ToString();

    /// <summary>The peer said that it refuses.</summary>
    public static bool HasAlert(string reaction) => reaction.Contains(Alert, StringComparison.Ordinal);

    /// <summary>The peer ended the connection in order, and said nothing.</summary>
    public static bool IsClose(string reaction) => reaction == s_close;

    /// <summary>Reads up to the end, or up to the limit. A reset after an alert counts as an end: which one comes is chance.</summary>
    public static async Task<string> ReadAsync(RawSession session, CancellationToken cancellation)
    {
        List<string> events = [];
        while (events.Count < MaxEvents)
        {
            SessionEvent next = await session.NextAsync(cancellation).ConfigureAwait(false);
            if (next.End == LineEnd.Reset && events.Count > 0)
                next = next with { End = LineEnd.Closed };
            events.Add(next.ToString());
            if (next.Kind == SessionEventKind.End)
                break;
        }
        return string.Join(", ", events);
    }
}
