using QSslCore.Sockets;
using QSslCore.Tls;
using QSslCore.Tls.Platform;

namespace QSslCore.Fuzz.Targets;

/// <summary>What engines read beside their library.</summary>
internal static class SessionTargets
{
    private static readonly QSslConfiguration s_configuration = new();

    public static void Session(ReadOnlySpan<byte> input)
    {
        if (OwnedSession.Decode(input.ToArray()) is { } session)
            _ = TlsBackendRegistry.Active.InspectSession(session.Ticket, s_configuration);
    }

    /// <summary>The first byte says who reads, and how much at once.</summary>
    public static void Flight(ReadOnlySpan<byte> input)
    {
        if (input.IsEmpty)
            return;
        int length = 1 + (input[0] >> 2);
        ReadOnlySpan<byte> bytes = input[1..];
        switch (input[0] & 3)
        {
            case 0:
                ServerFlight atOnce = new(), inPieces = new();
                atOnce.Add(bytes);
                for (; !bytes.IsEmpty; bytes = bytes[Math.Min(length, bytes.Length)..])
                    inPieces.Add(bytes[..Math.Min(length, bytes.Length)]);
                FuzzFaultException.ThrowIf((atOnce.IsComplete, atOnce.Protocol, atOnce.Suite, atOnce.Alert, atOnce.Group)
                    != (inPieces.IsComplete, inPieces.Protocol, inPieces.Suite, inPieces.Alert, inPieces.Group),
                    "what was read depends on the pieces");
                break;
            case 1:
                ClientOffer offer = new();
                for (; !bytes.IsEmpty; bytes = bytes[Math.Min(length, bytes.Length)..])
                    offer.Add(bytes[..Math.Min(length, bytes.Length)]);
                break;
            case 2:
                RecordCount whole = new(), pieces = new();
                whole.Add(bytes);
                for (; !bytes.IsEmpty; bytes = bytes[Math.Min(length, bytes.Length)..])
                    pieces.Add(bytes[..Math.Min(length, bytes.Length)]);
                FuzzFaultException.ThrowIf((whole.Complete, whole.Content) != (pieces.Complete, pieces.Content),
                    "the count of records depends on the pieces");
                break;
            default:
                Admit(new CiphertextFilter(admitsHello: (input[0] & 4) == 0), bytes, 8 * length);
                break;
        }
    }

    /// <summary>What has been admitted is sent, and the rest is shown again with more.</summary>
    private static void Admit(CiphertextFilter filter, ReadOnlySpan<byte> bytes, int length)
    {
        int start = 0, end = 0;
        while (end < bytes.Length && !filter.HasRefused)
        {
            end = Math.Min(bytes.Length, end + length);
            int admitted = filter.Admit(bytes[start..end]);
            FuzzFaultException.ThrowIf(admitted < 0 || admitted > end - start, "more was admitted than there is");
            start += admitted;
        }
        FuzzFaultException.ThrowIf(filter.HasRefused && filter.Admit(bytes[start..]) > 0, "something follows a refusal");
    }
}
