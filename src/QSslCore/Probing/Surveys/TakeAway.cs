using QSslCore.Probing.Messages;

namespace QSslCore.Probing.Surveys;

/// <summary>
/// Finds out which of many values a host agrees to: offers all, takes away what was chosen, and repeats until the host refuses. So n values
/// cost n + 1 questions, and their order is the host's where it has one. Splits the offer where a host does not take it in one piece.
/// </summary>
/// <param name="ask">Asks with an offer.</param>
/// <param name="choice">The value that an answer chose; -1 for none.</param>
internal sealed class TakeAway(Func<IReadOnlyList<int>, CancellationToken, Task<ServerAnswer>> ask, Func<ServerAnswer, int> choice)
{
    /// <summary>An offer of so many is not split.</summary>
    private const int ShortOffer = 40;

    /// <summary>What was found, in the order in which it was chosen, with the answers.</summary>
    public List<(int Value, ServerAnswer Answer)> Found { get; } = [];

    /// <summary>Why the list may not be complete; empty when it is.</summary>
    public string Doubt { get; private set; } = "";

    /// <summary>Whether the offer had to be split. The order is that of asking again with what was found.</summary>
    public bool WasSplit { get; private set; }

    /// <summary>Asks.</summary>
    /// <param name="offer">All values.</param>
    /// <param name="cancellation">Gives up; what was found is kept.</param>
    /// <param name="known">The answer to all of them, where it is known; null to ask.</param>
    public async Task RunAsync(IReadOnlyList<int> offer, CancellationToken cancellation, ServerAnswer? known = null)
    {
        await DrainAsync(offer, cancellation, known).ConfigureAwait(false);
        if (Found.Count > 0 || offer.Count <= ShortOffer)
            return;
        WasSplit = true;
        Doubt = "";
        foreach (int[] part in offer.Chunk(ShortOffer))
            await DrainAsync(part, cancellation).ConfigureAwait(false);
        if (Found.Count < 2)
            return;
        List<(int Value, ServerAnswer Answer)> apart = [.. Found];
        Found.Clear();
        await DrainAsync([.. apart.Select(each => each.Value)], cancellation).ConfigureAwait(false);
        Found.AddRange(apart.Where(each => Found.TrueForAll(joined => joined.Value != each.Value)));
    }

    /// <summary>Whose order decides, when the host chose in the order of <see cref="Found"/>.</summary>
    /// <param name="asFirst">Moves values to the front that tell more; null for none.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<(string Order, string Reason)> FindOrderAsync(Func<int, bool>? asFirst, CancellationToken cancellation)
    {
        if (Found.Count < 2)
            return (SslProfileStatus.Unknown, "there are not two to choose from");
        int[] turned = [.. Found.Select(each => each.Value).Reverse()];
        if (asFirst is not null && turned.Any(asFirst) && turned.First(asFirst) != Found[0].Value)
            turned = [.. turned.OrderBy(value => asFirst(value) ? 0 : 1)];
        ServerAnswer answer = await ask(turned, cancellation).ConfigureAwait(false);
        int chosen = answer.IsAccepted ? choice(answer) : -1;
        if (chosen < 0)
            return (SslProfileStatus.Unknown, answer.Reason);
        if (chosen == Found[0].Value)
            return (SslProfileStatus.Server, "");
        return chosen == turned[0]
            ? (SslProfileStatus.Client, "")
            : (SslProfileStatus.Unknown, "the host chose neither its first one nor the client's");
    }

    private async Task DrainAsync(IReadOnlyList<int> offer, CancellationToken cancellation, ServerAnswer? known = null)
    {
        List<int> left = [.. offer];
        while (left.Count > 0)
        {
            ServerAnswer answer = known ?? await ask(left, cancellation).ConfigureAwait(false);
            known = null;
            int chosen = answer.IsAccepted ? choice(answer) : -1;
            if (chosen >= 0 && left.Remove(chosen))
            {
                Found.Add((chosen, answer));
                continue;
            }
            if (!answer.IsRefused)
                Doubt = answer.IsAccepted ? "the host agreed to none of what was offered" : answer.Reason;
            return;
        }
    }
}
