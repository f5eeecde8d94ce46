using QSslCore.Proxies;

namespace QSslCore.Fuzz.Targets;

/// <summary>What a proxy answers before the tunnel.</summary>
internal static class ProxyTarget
{
    /// <summary>The first byte says which kind of proxy.</summary>
    public static void Dialogue(ReadOnlySpan<byte> input)
    {
        if (input.IsEmpty)
            return;
        HostTarget target = HostTarget.Parse((input[0] & 2) == 0 ? "server.test" : "::1", 443);
        ProxyDialogue dialogue = (input[0] & 1) == 0 ? new HttpConnectDialogue(target) : new Socks5Dialogue(target);
        List<byte> received = [];
        ProxyDialogueStatus status = ProxyDialogueStatus.NeedsMore;
        bool hasLoggedIn = false;
        Queue<byte[]> turns = FuzzPieces.Split(input[1..]);
        while (status == ProxyDialogueStatus.NeedsMore && turns.TryDequeue(out byte[]? turn))
        {
            received.AddRange(turn);
            status = dialogue.Receive(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(received), out int taken);
            FuzzFaultException.ThrowIf(taken < 0 || taken > received.Count, "more was taken than there is");
            received.RemoveRange(0, taken);
            if (status != ProxyDialogueStatus.NeedsCredentials)
                continue;
            FuzzFaultException.ThrowIf(hasLoggedIn, "the credentials are asked for again");
            hasLoggedIn = true;
            status = dialogue.Authenticate("user", "word");
        }
        if (status != ProxyDialogueStatus.Failed)
            return;
        FuzzFaultException.ThrowIfUnreasoned(dialogue.Failure.Text);
        FuzzFaultException.ThrowIf(dialogue.Failure.Error == QSocketError.UnknownSocketError, "the failure has no kind");
    }
}
