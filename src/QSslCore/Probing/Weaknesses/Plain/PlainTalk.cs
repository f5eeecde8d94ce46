using QSslCore.Probing.Sessions;
using QSslCore.Probing.Surveys;
using QSslCore.StartTls;

namespace QSslCore.Probing.Weaknesses.Plain;

/// <summary>The plain part of a STARTTLS protocol, up to TLS, within a limit for all of it.</summary>
internal static class PlainTalk
{
    private const int BufferLength = 4096;

    /// <summary>Talks until TLS may begin.</summary>
    /// <param name="line">The line; the caller disposes of it.</param>
    /// <param name="dialogue">What to say.</param>
    /// <param name="behindRequest">Bytes to send along with the request for TLS; empty for none.</param>
    /// <param name="limit">How long it may take.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="SessionException">It did not come to TLS.</exception>
    /// <exception cref="IOException">The peer reset the connection.</exception>
    public static async Task ReachTlsAsync(
        IProbeLine line, StartTlsDialogue dialogue, byte[] behindRequest, TimeSpan limit, CancellationToken cancellation)
    {
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(limit);
        byte[] buffer = new byte[BufferLength];
        List<byte> heard = [];
        try
        {
            while (true)
            {
                heard.RemoveRange(0, dialogue.Advance(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(heard)));
                if (dialogue.TakeOutput() is { Length: > 0 } said)
                {
                    byte[] all = IsRequest(said) ? [.. said, .. behindRequest] : said;
                    await line.SendAsync(all, patience.Token).ConfigureAwait(false);
                }
                if (dialogue.Status == StartTlsStatus.Ready)
                    return;
                if (dialogue.Status != StartTlsStatus.NeedsInput)
                    throw new SessionException($"it did not come to TLS: {dialogue.Reason}");
                int count = await line.ReceiveAsync(buffer, patience.Token).ConfigureAwait(false);
                if (count == 0)
                    dialogue.PeerEnded();
                heard.AddRange(buffer.AsSpan(0, count));
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new SessionException("the peer did not come to TLS within the limit");
        }
    }

    private static bool IsRequest(byte[] said)
    {
        string text = System.Text.Encoding.ASCII.GetString(said);
        return text.Contains("STARTTLS\r\n", StringComparison.Ordinal) || text is "STLS\r\n" or "AUTH TLS\r\n";
    }
}
