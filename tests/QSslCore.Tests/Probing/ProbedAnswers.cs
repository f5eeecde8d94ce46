using QSslCore.Probing.Catalog;
using QSslCore.Probing.Messages;
using QSslCore.Probing.Surveys;

namespace QSslCore.Tests.Probing;

/// <summary>Good answers of servers, for those who damage them, and what reads them: true for an agreement.</summary>
internal static class ProbedAnswers
{
    private static readonly int[] s_old = [0x010080, 0x0700C0];

    private static readonly ModelServer s_server = new()
    {
        Authorities = [new System.Security.Cryptography.X509Certificates.X500DistinguishedName("CN=Clients, O=Test").RawData],
        Suites = new() { [TlsVersion.Ssl2] = s_old, [TlsVersion.Tls12] = [0xC030, 0x009F], [TlsVersion.Tls13] = [0x1301] },
    };

    private static readonly ClientHello s_hello = Hellos.Usual(TlsVersion.Tls12, "server.test");
    private static readonly Tls13Shares s_shares = new();

    private static readonly ClientHello s_modernHello = Hellos.Usual(TlsVersion.Tls13, "server.test") with
    {
        Suites = [0x1301],
        Groups = s_shares.Groups,
        KeyShares = s_shares.Shares,
    };

    public static byte[][] Flights() =>
    [
        Answer(s_hello), Answer(s_hello with { Suites = [0x009F] }),
    ];

    public static byte[][] OldAnswers() => [s_server.AnswerSsl2(s_old)!];

    public static byte[][] ModernFlights() => [Answer(s_modernHello)];

    public static bool ReadFlight(byte[] data) => Read(new FlightReader(s_hello), data);

    public static bool ReadOldAnswer(byte[] data) => Read(new Ssl2Reader(s_old), data);

    public static bool ReadModernFlight(byte[] data) => Read(new Tls13Reader(s_modernHello, s_shares), data);

    private static bool Read(IAnswerReader reader, byte[] data)
    {
        reader.Take(data);
        ServerAnswer answer = reader.Answer ?? reader.End(AnswerKind.Closed, "it ended");
        return answer.IsAccepted || answer.Reason.Length > 0
            ? answer.IsAccepted
            : throw new InvalidOperationException("an answer that does not agree has no reason");
    }

    private static byte[] Answer(ClientHello hello)
    {
        byte[] message = hello.ToMessage();
        return s_server.Answer(ModelHello.Read(message), message, out _)!;
    }
}
