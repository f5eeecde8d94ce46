namespace QSslCore.Fuzz.Targets;

/// <summary>Input that comes in turns, as a peer sends it: a mark ends a turn, and two marks end a connection.</summary>
internal static class FuzzPieces
{
    private static ReadOnlySpan<byte> Mark => [0xA5, 0x5A];

    /// <summary>The turns in their order, at most so many. An empty one is the end of a connection.</summary>
    public static Queue<byte[]> Split(ReadOnlySpan<byte> input)
    {
        const int MaxPieces = 512;
        Queue<byte[]> pieces = new();
        while (!input.IsEmpty && pieces.Count < MaxPieces)
        {
            int end = input.IndexOf(Mark);
            pieces.Enqueue((end < 0 ? input : input[..end]).ToArray());
            input = end < 0 ? default : input[(end + Mark.Length)..];
        }
        return pieces;
    }
}
