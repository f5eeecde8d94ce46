using QSslCore.Probing.Catalog;
using QSslCore.Probing.Messages;
using QSslCore.Probing.Surveys;

namespace QSslCore.Fuzz.Targets;

/// <summary>Answers of servers to hellos.</summary>
internal static class AnswerTargets
{
    private static readonly int[] s_old = [0x010080, 0x0700C0];

    private static readonly ClientHello[] s_hellos =
    [
        Hellos.Usual(TlsVersion.Tls12, "server.test"), Hellos.Usual(TlsVersion.Tls13, "server.test"),
        Hellos.Usual(TlsVersion.Tls10, "server.test"), Hellos.Usual(TlsVersion.Ssl3, null),
    ];

    private static readonly Tls13Shares s_shares = new();

    private static readonly ClientHello s_modern = Hellos.Usual(TlsVersion.Tls13, "server.test") with
    {
        Suites = [0x1301, 0x1302, 0x1303],
        SessionId = [],
        Groups = s_shares.Groups,
        KeyShares = s_shares.Shares,
    };

    public static void ServerFlight(ReadOnlySpan<byte> input)
    {
        if (input.IsEmpty)
            return;
        ClientHello hello = s_hellos[input[0] % s_hellos.Length];
        Judge(ReadBothWays(() => new FlightReader(hello), input), hello);
    }

    public static void Ssl2Answer(ReadOnlySpan<byte> input)
    {
        if (!input.IsEmpty)
            Judge(ReadBothWays(() => new Ssl2Reader(s_old), input), new ClientHello { Version = TlsVersion.Ssl2 });
    }

    public static void Tls13Answer(ReadOnlySpan<byte> input)
    {
        if (input.IsEmpty)
            return;
        ServerAnswer answer = ReadBothWays(() => new Tls13Reader(s_modern, s_shares), input);
        FuzzFaultException.ThrowIf(answer.IsAccepted, "a handshake was agreed on, and its keys were not known");
        Judge(answer, s_modern);
    }

    /// <summary>The messages as they are behind the encryption.</summary>
    public static void Tls13Flight(ReadOnlySpan<byte> input)
    {
        byte[] hello = [2, 0, 0, 38, 3, 3, .. new byte[32], 0, 0x13, 1, 0];
        Tls13Flight flight = new(s_modern.ToMessage());
        flight.Begin(ServerHello.Read(hello.AsSpan(4))!, hello);
        MessageReader messages = new();
        messages.Add(input);
        string? fault = null;
        while (fault is null && messages.Next() is { } message)
        {
            const byte Finished = 20;
            fault = !flight.IsFinished && message[0] == Finished ? flight.Finish(message) : flight.Take(message);
        }
        if (fault is not null)
            FuzzFaultException.ThrowIfUnreasoned(fault);
        else if (flight.IsFinished)
            FuzzFaultException.ThrowIf(flight.Agreed.Certificates.Count == 0, "an agreement has no certificate");
    }

    /// <summary>At once, and in pieces whose length the first byte says: the answer is the same.</summary>
    private static ServerAnswer ReadBothWays(Func<IAnswerReader> make, ReadOnlySpan<byte> input)
    {
        int length = 1 + (input[0] >> 2);
        ReadOnlySpan<byte> answer = input[1..];
        IAnswerReader atOnce = make(), inPieces = make();
        atOnce.Take(answer);
        for (ReadOnlySpan<byte> rest = answer; !rest.IsEmpty && inPieces.Answer is null; rest = rest[Math.Min(length, rest.Length)..])
            inPieces.Take(rest[..Math.Min(length, rest.Length)]);
        ServerAnswer first = End(atOnce), second = End(inPieces);
        FuzzFaultException.ThrowIf((first.Kind, first.Alert, first.Suite, first.Certificates.Count)
            != (second.Kind, second.Alert, second.Suite, second.Certificates.Count),
            $"read at once it is {first.Kind} ({first.Reason}), and in pieces {second.Kind} ({second.Reason})");
        return first;
    }

    private static ServerAnswer End(IAnswerReader reader) => reader.Answer ?? reader.End(AnswerKind.Closed, "it ended");

    private static void Judge(ServerAnswer answer, ClientHello hello)
    {
        if (!answer.IsAccepted)
            FuzzFaultException.ThrowIfUnreasoned(answer.Reason);
        else if (answer.Hello is { } own)
            FuzzFaultException.ThrowIf(!hello.Suites.Contains(own.Suite) || own.Version < hello.LeastVersion,
                "an agreement has a suite or a version that was not offered");
        else
            FuzzFaultException.ThrowIf(answer.Ssl2 is null, "an agreement has no hello");
    }
}
