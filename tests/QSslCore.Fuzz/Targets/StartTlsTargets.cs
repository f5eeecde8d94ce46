using QSslCore.Sockets;
using QSslCore.StartTls;
using QSslCore.Tls;

namespace QSslCore.Fuzz.Targets;

/// <summary>What comes before TLS, and around its handshake.</summary>
internal static class StartTlsTargets
{
    /// <summary>The first byte says which protocol.</summary>
    public static void Client(ReadOnlySpan<byte> input)
    {
        if (!input.IsEmpty)
            Talk(StartTlsProtocol.All[input[0] % StartTlsProtocol.All.Count].CreateDialogue("server.test"), input[1..]);
    }

    /// <summary>The first byte says which protocol, the second one which fault the server shows.</summary>
    public static void Server(ReadOnlySpan<byte> input)
    {
        StartTlsFault[] faults = Enum.GetValues<StartTlsFault>();
        if (input.Length > 1
            && StartTlsProtocol.All[input[0] % StartTlsProtocol.All.Count].CreateResponder(faults[input[1] % faults.Length]) is { } server)
            Talk(server, input[2..]);
    }

    /// <summary>Lets a peer talk, turn by turn, as a socket would, and then hang up.</summary>
    public static void Talk(StartTlsDialogue dialogue, ReadOnlySpan<byte> input)
    {
        List<byte> unread = [];
        _ = dialogue.Advance([]);
        long sent = dialogue.TakeOutput().Length;
        Queue<byte[]> turns = FuzzPieces.Split(input);
        while (dialogue.Status == StartTlsStatus.NeedsInput && turns.TryDequeue(out byte[]? turn))
        {
            unread.AddRange(turn);
            int taken = dialogue.Advance(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(unread));
            FuzzFaultException.ThrowIf(taken < 0 || taken > unread.Count, "more was taken than there is");
            unread.RemoveRange(0, taken);
            sent += dialogue.TakeOutput().Length;
        }
        dialogue.PeerEnded();
        FuzzFaultException.ThrowIf(dialogue.Status == StartTlsStatus.NeedsInput, "it goes on after the peer's end");
        FuzzFaultException.ThrowIf(sent > 1024 + 64L * input.Length, $"{sent} bytes answer {input.Length}");
        if (dialogue.Status != StartTlsStatus.Ready)
            FuzzFaultException.ThrowIfUnreasoned(dialogue.Reason);
        foreach (string line in dialogue.Transcript)
            FuzzFaultException.ThrowIfHidden(line);
    }

    /// <summary>The first byte says how much is read at once.</summary>
    public static void Tds(ReadOnlySpan<byte> input)
    {
        if (input.IsEmpty)
            return;
        Source source = new(FuzzPieces.Split(input[1..]));
        TdsTransport transport = new(source);
        byte[] buffer = new byte[1 + input[0]];
        for (int reads = 0; transport.TryRead(buffer) is { IsEndOfStream: false }; reads++)
            FuzzFaultException.ThrowIf(reads > 2 * FuzzTarget.MaxLength, "it does not end");
    }

    /// <summary>A connection that brings the turns, and nothing between two of them.</summary>
    private sealed class Source(Queue<byte[]> turns) : ITlsTransport
    {
        private ReadOnlyMemory<byte> _turn;

        public TransportResult TryRead(Span<byte> destination)
        {
            if (_turn.IsEmpty)
            {
                bool comesMore = turns.TryDequeue(out byte[]? next);
                _turn = next;
                return comesMore ? TransportResult.WouldBlock : TransportResult.EndOfStream;
            }
            int count = Math.Min(destination.Length, _turn.Length);
            _turn.Span[..count].CopyTo(destination);
            _turn = _turn[count..];
            return TransportResult.Moved(count);
        }

        public TransportResult TryWrite(ReadOnlySpan<byte> source) => TransportResult.Moved(source.Length);
    }
}
